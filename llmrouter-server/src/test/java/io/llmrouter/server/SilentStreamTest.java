package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SilentStreamTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final ServerFixture it =
            new ServerFixture(ServerFixture.timeouts(LONG, LONG, LONG, Duration.ofMillis(40), LONG));

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void commentsKeepASilentStreamOpenBeforeAndWithinTheAnswer() {
        it.fake.script(
                "fast",
                Answer.text("one two").firstTokenAfter(Duration.ofMillis(250)).between(Duration.ofMillis(250)));
        HttpResponse<String> answer = it.stream("fast", "hi");
        assertThat(answer.body()).startsWith(": keep-alive\n\n");
        assertThat(answer.body()).containsSubsequence("one ", ": keep-alive\n\n", "two", "[DONE]");
    }

    @Test
    void anErrorAfterACommentIsAnEvent() {
        it.fake.script("fast", Answer.fault(Fault.status(500)).after(Duration.ofMillis(250)));
        HttpResponse<String> answer = it.stream("fast", "hi");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .containsSubsequence(": keep-alive", "data: {\"error\":")
                .doesNotContain("[DONE]");
    }
}
