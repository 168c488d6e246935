package io.llmrouter.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.StreamInterruptedException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, from a YAML file to a socket and back, for each kind of provider. */
class LlmRouterTest {
    private FakeProvider fake;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        fake = FakeProvider.start();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void aPlainAnswerComesBackWithUsageCostAndReason(String kind) throws Exception {
        fake.script("upstream", Answer.text("Hello from afar").usage(12, 34));
        try (Router router =
                LlmRouter.load(yaml(model("m", kind, "upstream") + "    input_price: 3\n    output_price: 15\n"))) {
            ChatResponse reply = router.chat("hi");

            assertThat(reply.text()).isEqualTo("Hello from afar");
            assertThat(reply.model()).isEqualTo("m");
            assertThat(reply.usage().totalTokens()).isEqualTo(46);
            assertThat(reply.routing().cost()).isEqualByComparingTo("0.000546");
        }
        assertThat(fake.requests("upstream")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void aStreamedAnswerComesInPieces(String kind) throws Exception {
        fake.script("upstream", Answer.text("one two three").chunks("one ", "two ", "three"));
        try (Router router = LlmRouter.load(yaml(model("m", kind, "upstream")))) {
            var sink = new RecordingSink();
            router.stream(ChatRequest.of("count"), sink);

            ChatResponse whole = sink.done.get(20, TimeUnit.SECONDS);

            assertThat(sink.text.toString()).isEqualTo("one two three");
            assertThat(sink.deltas.get()).isGreaterThanOrEqualTo(3);
            assertThat(whole.text()).isEqualTo("one two three");
            assertThat(whole.routing().attempts().get(0).firstToken()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void toolsGoThereAndBack(String kind) throws Exception {
        fake.script(
                "upstream",
                Answer.text("")
                        .toolCall("call_1", "weather", "{\"city\":\"Köln 🌧\"}")
                        .toolCall("call_2", "time", "{}"),
                Answer.text("Rain at noon"));
        Tool weather = Tool.of(
                "weather",
                "The weather of a city",
                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        Tool time = Tool.of("time", "The time", "{\"type\":\"object\",\"properties\":{}}");
        try (Router router = LlmRouter.load(yaml(model("m", kind, "upstream")))) {
            ChatRequest question =
                    ChatRequest.builder().user("weather?").tools(weather, time).build();
            ChatResponse asks = router.chat(question);

            assertThat(asks.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(asks.toolCalls()).extracting(ToolCall::name).containsExactly("weather", "time");
            assertThat(asks.toolCalls().get(0).arguments()).contains("Köln");
            assertThat(asks.toolCalls().get(1).arguments()).isEqualTo("{}");

            ChatResponse answer = router.chat(question.toBuilder()
                    .message(asks.message())
                    .toolResult(asks.toolCalls().get(0).id(), "rain")
                    .toolResult(asks.toolCalls().get(1).id(), "12:00")
                    .build());

            assertThat(answer.text()).isEqualTo("Rain at noon");
            RecordedRequest second = fake.requests("upstream").get(1);
            assertThat(second.bodyText()).contains("rain", "12:00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void cancellingAStreamClosesTheUpstreamSocketWithinASecond(String kind) throws Exception {
        fake.script("upstream", Answer.text("a b c d e f g h").between(Duration.ofMillis(200)));
        try (Router router = LlmRouter.load(yaml(model("m", kind, "upstream")))) {
            var sink = new RecordingSink();
            sink.cancelAtFirstDelta = true;
            router.stream(ChatRequest.of("go"), sink);

            assertThatThrownBy(() -> sink.done.get(20, TimeUnit.SECONDS)).hasMessageContaining("cancelled");
            assertThat(fake.requests("upstream").get(0).awaitCallerLeft(Duration.ofSeconds(1)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void aModelThatFailsIsReplacedByItsFallback(String kind) throws Exception {
        fake.script("broken", Answer.fault(Fault.status(503)));
        fake.script("healthy", Answer.text("I am here"));
        String file =
                model("first", kind, "broken") + "    fallbacks: [second]\n" + model("second", "openai", "healthy");
        try (Router router = LlmRouter.load(yaml(file))) {
            ChatResponse reply =
                    router.chat(ChatRequest.builder().model("first").user("hi").build());

            assertThat(reply.model()).isEqualTo("second");
            assertThat(reply.routing().attempts())
                    .extracting(Attempt::model)
                    .containsExactly("first", "first", "second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "bedrock"})
    void aStreamThatDiesHalfWayIsNeverPresentedAsWhole(String kind) throws Exception {
        fake.script("upstream", Answer.text("one two three four five six").with(Fault.dieAfter(3)));
        try (Router router =
                LlmRouter.load(yaml(model("m", kind, "upstream") + "    resilience: {max_retries: 0}\n"))) {
            var sink = new RecordingSink();
            router.stream(ChatRequest.of("count"), sink);

            assertThatThrownBy(() -> sink.done.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StreamInterruptedException.class);
        }
    }

    @Test
    void keysTakeTurnsAndARefusedKeyRests() throws Exception {
        fake.respond(
                "upstream",
                received -> received.header("authorization").orElse("").endsWith("bad-key-0000")
                        ? Answer.fault(Fault.status(401))
                        : Answer.text("ok"));
        String file = "api_keys:\n  openai: [good-key-1111, bad-key-0000]\n" + "llms:\n"
                + entry("m", "openai", "upstream", false);
        try (Router router = LlmRouter.load(write(file))) {
            for (int i = 0; i < 5; i++) {
                assertThat(router.chat("hi").text()).isEqualTo("ok");
            }
        }
        assertThat(fake.requests("upstream").stream()
                        .filter(r -> r.header("authorization").orElse("").endsWith("bad-key-0000")))
                .as("a key that was refused is not used again at once")
                .hasSize(1);
    }

    @Test
    void anUnknownModelIsRefusedUnlessTheConfigurationRoutesIt() throws Exception {
        fake.script("upstream", Answer.text("ok"));
        ChatRequest request = ChatRequest.builder().model("gpt-9").user("hi").build();
        try (Router strict = LlmRouter.load(yaml(model("m", "openai", "upstream")));
                Router lenient = LlmRouter.load(
                        write("router:\n  unknown_model: route\nllms:\n" + entry("m", "openai", "upstream", true)))) {
            assertThatThrownBy(() -> strict.chat(request)).isInstanceOf(ModelNotFoundException.class);
            assertThat(lenient.chat(request).model()).isEqualTo("m");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{strategy: random, seed: 7, weights: {small-8b: 2.5}}",
                "{strategy: Round_Robin}",
                "{strategy: rules, default: large-70b, rules: [{keywords: [x], match: word, model: small-8b}, {regex: 'a+', model: large-70b}]}",
                "{strategy: llm, model: small-8b, timeout: 5s, tag_override: true, default: small-8b}",
                "{strategy: cost, expected_output_tokens: 300}",
                "{strategy: latency, exploration: 0.1}",
                "{strategy: least_busy}",
                "{strategy: smallest_llm}",
                "{strategy: largest_llm}",
                "{strategy: bedrock_smart_router, tiers: {simple: [small-8b], deep: large-70b}}"
            })
    void everyStrategyTakesItsSettingsFromTheFile(String section) throws Exception {
        fake.script("up-8b", Answer.text("large-70b"));
        fake.script("up-70b", Answer.text("large-70b"));
        String file = "router: " + section + "\nllms:\n" + entry("small-8b", "openai", "up-8b", true)
                + entry("large-70b", "anthropic", "up-70b", true);
        try (Router router = LlmRouter.load(write(file))) {
            ChatResponse reply = router.chat("hello");

            assertThat(reply.text()).isEqualTo("large-70b");
            assertThat(section.toLowerCase(Locale.ROOT))
                    .contains("strategy: " + reply.routing().decision().strategy());
        }
    }

    @Test
    void theBuilderSaysWhatTheFileSays() {
        fake.script("cheap", Answer.text("cheap"));
        fake.script("dear", Answer.text("dear"));
        try (Router router = LlmRouter.builder()
                .model(
                        "small",
                        m -> m.provider("openai")
                                .modelId("cheap")
                                .baseUrl(fake.openAiUrl())
                                .prices("0.1", "0.4"))
                .model(
                        "large",
                        m -> m.provider("anthropic")
                                .modelId("dear")
                                .baseUrl(fake.anthropicUrl())
                                .apiKey("k-123456789")
                                .prices("3", "15"))
                .strategy(
                        "rules",
                        Map.of(
                                "rules",
                                List.of(
                                        Map.of("keywords", List.of("prove"), "model", "large"),
                                        Map.of("default", "small"))))
                .build()) {
            assertThat(router.chat("Prove it").text()).isEqualTo("dear");
            assertThat(router.chat("hello").text()).isEqualTo("cheap");
            assertThat(router.route(ChatRequest.of("prove")).reason()).contains("prove");
        }
    }

    @Test
    void anApplicationsOwnModelAndStrategyAreEqualMembers() {
        ChatModel own = request -> ChatResponse.of("own: " + request.lastUserText());
        try (Router router = LlmRouter.builder()
                .ownModel("mine", own)
                .ownModel("other", request -> ChatResponse.of("other"))
                .ownStrategy(context -> RoutingDecision.of("mine", "because"))
                .build()) {
            ChatResponse reply = router.chat("hi");

            assertThat(reply.text()).isEqualTo("own: hi");
            assertThat(reply.routing().decision().reason()).isEqualTo("because");
            assertThat(reply.usage().isKnown())
                    .as("usage is estimated where nobody reports it")
                    .isTrue();
        }
    }

    @Test
    void aRouterCanBeACandidateOfAnother() {
        try (Router inner = LlmRouter.builder()
                        .ownModel("leaf", request -> ChatResponse.of("leaf"), m -> m.prices("1", "1"))
                        .build();
                Router outer = LlmRouter.builder().ownModel("group", inner).build()) {
            ChatResponse reply = outer.chat("hi");

            assertThat(reply.text()).isEqualTo("leaf");
            assertThat(reply.routing().cost()).as("the inner router's cost").isPositive();
            assertThat(reply.model()).isEqualTo("group");
        }
    }

    @Test
    void allProblemsOfAFileAreToldTogetherAlsoThoseOfThePlugIns() throws Exception {
        Path file = write("router: {strategy: nonsense}\nllms:\n  a: {provider: nobody, input_price: cheap}\n");

        assertThatThrownBy(() -> LlmRouter.load(file)).isInstanceOfSatisfying(ConfigurationException.class, error -> {
            assertThat(error.problems()).hasSize(3);
            assertThat(error).hasMessageContaining("router.strategy").hasMessageContaining("llms.a.input_price");
        });
    }

    @Test
    void aChangedFileTakesOverAndABadOneDoesNot() throws Exception {
        fake.script("old", Answer.text("old"));
        fake.script("new", Answer.text("new"));
        Path file = yaml(model("m", "openai", "old"));
        try (Router router = LlmRouter.watch(file)) {
            assertThat(router.chat("hi").text()).isEqualTo("old");

            Files.writeString(file, "llms: [broken");
            assertThat(router.chat("hi").text()).isEqualTo("old");

            Files.writeString(file, "llms:\n" + entry("m", "openai", "new", true));
            assertThat(firstOther(router, "old")).isEqualTo("new");
        }
    }

    /** Asks again and again until the answer is another one. */
    private static String firstOther(Router router, String old) throws Exception {
        String answer = router.chat("hi").text();
        while (answer.equals(old)) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                    .get();
            answer = router.chat("hi").text();
        }
        return answer;
    }

    @Test
    void noKeyIsInAnyErrorEvenIfTheProviderEchoesIt() throws Exception {
        fake.script("upstream", Answer.fault(Fault.echoKey(401)));
        String file = "llms:\n" + entry("m", "openai", "upstream", false) + "    api_key: sk-very-secret-key-1\n";
        try (Router router = LlmRouter.load(write(file))) {
            assertThatThrownBy(() -> router.chat("hi")).isInstanceOfSatisfying(LlmRouterException.class, error -> {
                for (Throwable t = error; t != null; t = t.getCause()) {
                    assertThat(t.toString()).doesNotContain("very-secret");
                }
            });
        }
    }

    private Path yaml(String models) throws IOException {
        return write("llms:\n" + models);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("llmrouter.yaml"), text);
    }

    private String model(String name, String kind, String upstream) {
        return entry(name, kind, upstream, true);
    }

    private String entry(String name, String kind, String upstream, boolean credentials) {
        String text = "  " + name + ":\n    provider: " + kind + "\n    model: " + upstream + "\n    base_url: ";
        return switch (kind) {
            case "openai" -> text + fake.openAiUrl() + "\n" + (credentials ? "    api_key: sk-test-1234567\n" : "");
            case "anthropic" ->
                text + fake.anthropicUrl() + "\n" + (credentials ? "    api_key: sk-ant-1234567\n" : "");
            default ->
                text + fake.bedrockUrl()
                        + "\n    aws_region: eu-west-1\n    aws_access_key_id: AKIATEST\n    aws_secret_access_key: testsecret\n";
        };
    }
}
