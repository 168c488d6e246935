package io.llmrouter.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
    private final AnswerCheck check = new AnswerCheck(Load.SSE);

    @Test
    void aWholeStreamIsRightWhereverItIsCut() {
        check.begin(200);
        for (char c : ("~".repeat(Load.CHUNKS) + "[DO[DONE]\n\n").toCharArray()) {
            read(String.valueOf(c));
        }

        assertThat(check.problem()).isEmpty();
    }

    @Test
    void aMissingPieceIsNoticed() {
        check.begin(200);
        read("~".repeat(Load.CHUNKS - 1) + "[DONE]");

        assertThat(check.problem()).contains("expected 50 pieces of text, found 49");
    }

    @Test
    void aMissingEndIsNoticed() {
        check.begin(200);
        read("~".repeat(Load.CHUNKS) + "[DONE");

        assertThat(check.problem()).contains("the stream has no [DONE]");
    }

    @Test
    void anotherStatusIsNoticedFirst() {
        check.begin(502);
        read("bad gateway");

        assertThat(check.problem()).contains("status 502");
    }

    @Test
    void theNextAnswerBeginsAnew() {
        check.begin(200);
        read("~".repeat(Load.CHUNKS) + "[DONE]");
        check.begin(200);

        assertThat(check.pieces()).isZero();
        assertThat(check.problem()).isPresent();
    }

    private void read(String text) {
        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)).forEachByte(check);
    }
}
