package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.core.ModelBuilder;
import io.llmrouter.core.RouterBuilder;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** OpenAI's own Python client before the server; skipped where {@code python3} has no package {@code openai}. */
class OpenAiClientTest {
    private static final Path SCRIPT = Path.of("src/test/clients/openai_client.py");

    @Test
    void itDoesNotNoticeWhichProviderAnswers() throws Exception {
        assumeTrue(run(List.of("-c", "import openai")).code() == 0, "python3 with the package openai");
        try (FakeProvider fake = FakeProvider.start();
                var it = new ServerFixture(config -> config, router -> models(router, fake))) {
            fake.script("up", Answer.text("Hello there, friend").usage(5, 3));
            fake.script(
                    "up-tool",
                    Answer.text("").toolCall("call_1", "get_weather", "{}").toolCall("call_2", "get_weather", "{}"));
            fake.script("up-429", Answer.fault(Fault.status(429)));
            fake.script("up-400", Answer.fault(Fault.status(400)));
            fake.script("up-slow", Answer.text("word ".repeat(1_000)).between(Duration.ofMillis(20)));
            Run run = run(List.of(SCRIPT.toString(), it.uri("").toString(), "by-openai", "by-anthropic", "by-bedrock"));
            assertThat(run.output()).contains("all is well");
            assertThat(run.code()).isZero();
            for (RecordedRequest slow : fake.requests("up-slow")) {
                assertThat(slow.awaitCallerLeft(Duration.ofSeconds(5)))
                        .as("the provider's socket is closed")
                        .isTrue();
            }
        }
    }

    private static RouterBuilder models(RouterBuilder router, FakeProvider fake) {
        RouterBuilder more = router;
        for (String kind : new String[] {"", "-tool", "-429", "-400", "-slow"}) {
            more = more.model("by-openai" + kind, up(kind, "openai", fake.openAiUrl()))
                    .model("by-anthropic" + kind, up(kind, "anthropic", fake.anthropicUrl()))
                    .model("by-bedrock" + kind, up(kind, "bedrock", fake.bedrockUrl()));
        }
        return more;
    }

    private static Consumer<ModelBuilder> up(String kind, String provider, String url) {
        String key = provider.equals("bedrock") ? "bearer_token" : "api_key";
        return model -> model.provider(provider)
                .modelId("up" + kind)
                .baseUrl(url)
                .awsRegion("us-east-1")
                .set(key, "upstream-key");
    }

    private record Run(int code, String output) {}

    private static Run run(List<String> arguments) throws InterruptedException {
        var command = new ArrayList<>(List.of("python3"));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1, output);
        } catch (IOException noPython) {
            return new Run(-1, String.valueOf(noPython.getMessage()));
        }
    }
}
