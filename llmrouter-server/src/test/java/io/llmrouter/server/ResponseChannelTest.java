package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseChannelTest {
    private final ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
    private final EmbeddedChannel connection = new EmbeddedChannel(handler);
    private final List<Boolean> ends = new ArrayList<>();
    private final ResponseChannel answer = new ResponseChannel(
            connection.pipeline().context(handler),
            new RequestLog("req_1", "POST", "/"),
            HttpMethod.POST,
            true,
            ends::add);

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void thePiecesOfOneRoundOfTheLoopAreSentAsOne() {
        answer.begin("text/plain");
        write("one ", "two ", "three");
        assertThat((Object) connection.readOutbound()).isNull();
        connection.runPendingTasks();
        assertThat((Object) connection.readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(sent()).isEqualTo("one two three");
        assertThat(sent()).isNull();
        write(" four");
        connection.runPendingTasks();
        assertThat(sent()).isEqualTo(" four");
    }

    @Test
    void theLastPiecesAreSentWithTheEnd() {
        answer.begin("text/plain");
        write("one");
        answer.finish();
        assertThat((Object) connection.readOutbound()).isInstanceOf(HttpResponse.class);
        LastHttpContent last = connection.readOutbound();
        assertThat(last.content().toString(StandardCharsets.UTF_8)).isEqualTo("one");
        last.release();
        connection.runPendingTasks();
        assertThat((Object) connection.readOutbound()).isNull();
        assertThat(ends).containsExactly(true);
    }

    @Test
    void manyPiecesAreNotHeldBack() {
        answer.begin("text/plain");
        for (int i = 0; i < 20; i++) {
            write("x".repeat(1_000));
        }
        assertThat((Object) connection.readOutbound()).isInstanceOf(HttpResponse.class);
        assertThat(sent()).hasSize(17_000);
        connection.runPendingTasks();
        assertThat(sent()).hasSize(3_000);
    }

    @Test
    void nothingIsSentToAClientThatIsGone() {
        answer.begin("text/plain");
        connection.runPendingTasks();
        assertThat((Object) connection.readOutbound()).isInstanceOf(HttpResponse.class);
        write("one");
        answer.onClosed();
        connection.runPendingTasks();
        write("two");
        answer.finish();
        connection.runPendingTasks();
        assertThat((Object) connection.readOutbound()).isNull();
        assertThat(ends).containsExactly(false);
    }

    private void write(String... pieces) {
        for (String piece : pieces) {
            answer.write(piece.getBytes(StandardCharsets.UTF_8));
        }
    }

    private @Nullable String sent() {
        HttpContent content = connection.readOutbound();
        if (content == null) {
            return null;
        }
        String text = content.content().toString(StandardCharsets.UTF_8);
        content.release();
        return text;
    }
}
