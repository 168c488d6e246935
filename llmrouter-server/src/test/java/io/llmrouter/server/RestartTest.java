package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.events;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartTest {
    @Test
    void aStreamWhoseAnswerBeginsAnewEndsWithAnError() throws Exception {
        try (var fake = FakeProvider.start();
                var router = LlmRouter.builder()
                        .model(
                                "a",
                                model -> model.provider("openai")
                                        .baseUrl(fake.openAiUrl())
                                        .apiKey("k")
                                        .fallbacks("b"))
                        .model(
                                "b",
                                model -> model.provider("openai")
                                        .baseUrl(fake.openAiUrl())
                                        .apiKey("k"))
                        .set("resilience.recovery", "restart")
                        .set("resilience.max_retries", 0)
                        .build();
                var server =
                        LlmRouterServer.start(router, ServeConfig.defaults().withPort(0), "random")) {
            fake.script("a", Answer.text("one two three").with(Fault.dieAfter(2)));
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.body("a", "hi", ",\"stream\":true")))
                    .build();
            String stream = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            List<String> events = events(stream);
            assertThat(json(events.get(events.size() - 1)).at("/error/code").asString())
                    .isEqualTo("stream_interrupted");
        }
    }
}
