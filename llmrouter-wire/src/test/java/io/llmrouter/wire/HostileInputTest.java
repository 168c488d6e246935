package io.llmrouter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.llmrouter.api.Delta;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs that fuzzing found, each once the cause of an error without a type, of a wrong status or of much work. */
class HostileInputTest {
    private static final List<WireFormat> FORMATS =
            List.of(WireFormat.openAi(OpenAiDialect.COMPATIBLE), WireFormat.anthropic());
    private static final String NUMBER = "1e99999999999";

    @Test
    void anExponentThatNoNumberHasIsTheClientsFault() {
        byte[] request =
                ("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"a\":"
                                + NUMBER + "}")
                        .getBytes(StandardCharsets.UTF_8);

        for (WireFormat format : FORMATS) {
            assertThatThrownBy(() -> format.decodeRequest(request)).isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void anAnswerWithSuchANumberIsNoAnswer() {
        byte[] answer = ("{\"usage\":" + NUMBER + "}").getBytes(StandardCharsets.UTF_8);

        for (WireFormat format : FORMATS) {
            assertThatThrownBy(() -> format.decodeResponse(answer)).isInstanceOf(BadResponseException.class);
            assertThat(format.decodeError(500, answer, null).httpStatus()).hasValue(500);
            StreamDecoder stream = format.streamDecoder();
            stream.accept(new SseEvent("", new String(answer, StandardCharsets.UTF_8)), delta -> {});
            assertThat(stream.progress()).isEqualTo(StreamDecoder.Progress.OPEN);
        }
    }

    @Test
    void aWaitInWordsIsNeverLongerThanAYear() {
        byte[] body = "{\"error\":\"retry in 999999.9m\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(FORMATS.get(0).decodeError(429, body, null).retryAfter()).contains(Duration.ofDays(365));
    }

    @Test
    void aStatusThatDoesNotExistIsNotHandedOn() {
        for (int status : new int[] {600, 999}) {
            LlmRouterException error = FORMATS.get(0).decodeError(status, new byte[0], null);
            assertThat(FORMATS.get(0).statusOf(error)).as("for %d", status).isEqualTo(502);
        }
        LlmRouterException overloaded = FORMATS.get(0).decodeError(599, new byte[0], null);
        assertThat(FORMATS.get(0).statusOf(overloaded)).isEqualTo(599);
    }

    @Test
    void aPieceThatDoesNotBelongInItsBlockIsNeitherTextNorThinking() {
        StreamDecoder stream = FORMATS.get(1).streamDecoder();
        List<Delta> deltas = new ArrayList<>();
        for (String event : List.of(
                "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'hm'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'s'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'yes'}}",
                "{'type':'content_block_start','index':1,'content_block':{'type':'thinking','thinking':''}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'no'}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'}}")) {
            stream.accept(new SseEvent("", event.replace('\'', '"')), deltas::add);
        }

        assertThat(deltas).containsExactly(Delta.text("yes"));
        assertThat(stream.finish().text()).isEqualTo("yes");
        assertThat(stream.finish().reasoning()).isEmpty();
    }

    @Test
    void aBodyOfTagsThatNeverEndIsReadInLittleTime() {
        byte[] body = "<".repeat(4_096).getBytes(StandardCharsets.UTF_8);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 1_000; i++) {
                FORMATS.get(0).decodeError(502, body, null);
            }
        });
    }
}
