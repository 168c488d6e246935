package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say of a call in headers. */
class CallHeadersTest {
    private final ServerFixture it = new ServerFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aCallHasTheTimeThatItsHeaderGivesIt(String stream) {
        it.fake.script("fast", Answer.fault(Fault.silence()));

        var answer = it.post(
                "/v1/chat/completions", body("fast", "hi", ",\"stream\":" + stream), "x-llmrouter-timeout", "200ms");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("longer than 200 ms");
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000", "2, 2000", "0.25, 250", "1m, 60000", "70ms, 70"})
    void durationsAreReadAsInTheConfiguration(String text, long millis) {
        var headers = new DefaultHttpHeaders().add(CallHeaders.TIMEOUT, text);

        assertThat(CallHeaders.applyTo(ChatRequest.of("hi"), headers).deadline())
                .contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "9999999999", "1h30"})
    void aTimeThatMakesNoSenseIsRefused(String text) {
        var answer = it.post("/v1/chat/completions", body("fast", "hi", ""), "x-llmrouter-timeout", text);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/message").asString()).contains("x-llmrouter-timeout");
        assertThat(it.fake.requests()).isEmpty();
    }

    @Test
    void theSessionBecomesATag() {
        var headers = new DefaultHttpHeaders().add(CallHeaders.SESSION, "s1");

        assertThat(CallHeaders.applyTo(ChatRequest.of("hi"), headers).tags()).containsEntry("session", "s1");
    }
}
