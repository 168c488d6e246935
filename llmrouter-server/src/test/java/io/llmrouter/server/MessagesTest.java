package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private final ServerFixture it = new ServerFixture(config -> config.withModelPrefix(true));

    @AfterEach
    void close() {
        it.close();
    }

    @ParameterizedTest
    @CsvSource({"fast,fast", "claude,claude-up", "titan,amazon.titan"})
    void anthropicsFormatReachesEveryProvider(String model, String upstream) {
        it.fake.script(upstream, Answer.text("Hello").usage(3, 4));
        HttpResponse<String> answer = it.post("/v1/messages", body(model, "hi", ",\"max_tokens\":10"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/type").asString()).isEqualTo("message");
        assertThat(json(answer).at("/content/0/text").asString()).isEqualTo("Hello");
        assertThat(json(answer).at("/model").asString()).isEqualTo(model);
    }

    @Test
    void itsStreamsHaveTheirEvents() {
        it.fake.script("fast", Answer.text("one two"));
        String stream = it.post("/v1/messages", body("fast", "hi", ",\"max_tokens\":10,\"stream\":true"))
                .body();
        assertThat(stream)
                .containsSubsequence("event: message_start", "event: content_block_delta", "event: message_stop");
    }

    @Test
    void itsErrorsHaveItsShape() {
        for (HttpResponse<String> answer : java.util.List.of(
                it.post("/v1/messages", body("nobody", "hi", ",\"max_tokens\":10")), it.get("/v1/messages"))) {
            assertThat(json(answer).at("/type").asString()).isEqualTo("error");
            assertThat(json(answer).at("/error/message").asString()).isNotBlank();
        }
    }
}
