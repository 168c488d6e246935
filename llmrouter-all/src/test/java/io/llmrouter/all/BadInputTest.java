package io.llmrouter.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.ModelBuilder;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd prompts arrive whole; odd answers become typed errors of bounded size; in each format, plain and streaming. */
class BadInputTest {
    private static final String[] KINDS = {"openai", "anthropic", "bedrock"};

    private FakeProvider fake;

    @BeforeEach
    void start() {
        fake = FakeProvider.start();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    static Stream<Arguments> prompts() {
        return each(
                arguments("a megabyte", "x".repeat(1 << 20), "x".repeat(1 << 20)),
                arguments(
                        "control characters",
                        "a\u0000b\u0001\u001b[31m\u007f\r\n\t",
                        "a\u0000b\u0001\u001b[31m\u007f\r\n\t"),
                arguments("half a surrogate pair", "a\ud83dz", "a\ufffdz"),
                arguments("what JSON must escape", "\"\\/\u2028\ud83c\udf27", "\"\\/\u2028\ud83c\udf27"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("prompts")
    void anOddPromptArrivesWholeAndIsAnswered(String kind, String what, String prompt, String arrives)
            throws Exception {
        fake.script("upstream", Answer.text("fine"));
        try (Router router = router(kind)) {
            assertThat(router.chat(prompt).text()).isEqualTo("fine");
            var sink = new RecordingSink();
            router.stream(ChatRequest.of(prompt), sink);
            assertThat(sink.done.get(30, TimeUnit.SECONDS).text()).isEqualTo("fine");
        }
        assertThat(fake.requests("upstream"))
                .hasSize(2)
                .allSatisfy(got ->
                        assertThat(got.request().orElseThrow().lastUserText()).isEqualTo(arrives));
    }

    static Stream<Arguments> faults() {
        return each(
                arguments("HTML", Fault.html(), BadResponseException.class),
                arguments("nothing", Fault.emptyBody(), BadResponseException.class),
                arguments("garbage", Fault.garbage(), BadResponseException.class),
                arguments("5 MB of error", Fault.hugeError(500, 5 << 20), ProviderUnavailableException.class),
                arguments("a reset", Fault.resetBeforeResponse(), ProviderUnavailableException.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void anOddAnswerIsATypedErrorOfBoundedSize(
            String kind, String what, Fault fault, Class<? extends LlmRouterException> type) throws Exception {
        fake.script("upstream", Answer.fault(fault));
        try (Router router = router(kind)) {
            assertThatThrownBy(() -> router.chat("hi"))
                    .isInstanceOf(type)
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeBetween(10, 2_000));
            var sink = new RecordingSink();
            router.stream(ChatRequest.of("hi"), sink);
            assertThatThrownBy(() -> sink.done.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfAny(type, ProviderUnavailableException.class) // an empty stream has been cut off
                    .satisfies(error -> assertThat(error.getMessage()).hasSizeBetween(10, 2_000));
            fake.script("upstream", Answer.text("well again"));
            assertThat(router.chat("hi").text()).isEqualTo("well again");
        }
    }

    private Router router(String kind) {
        Consumer<ModelBuilder> endpoint =
                switch (kind) {
                    case "openai" -> m -> m.baseUrl(fake.openAiUrl()).apiKey("sk-test-1234567");
                    case "anthropic" -> m -> m.baseUrl(fake.anthropicUrl()).apiKey("sk-ant-1234567");
                    default ->
                        m -> m.baseUrl(fake.bedrockUrl())
                                .awsRegion("eu-west-1")
                                .set("aws_access_key_id", "AKIATEST")
                                .set("aws_secret_access_key", "testsecret");
                };
        return LlmRouter.builder()
                .model("m", m -> endpoint.accept(m.provider(kind).modelId("upstream")))
                .set("resilience.max_retries", 0)
                .build();
    }

    private static Stream<Arguments> each(Arguments... cases) {
        return Stream.of(KINDS)
                .flatMap(kind -> Stream.of(cases)
                        .map(one -> Arguments.of(Stream.concat(Stream.of(kind), Stream.of(one.get()))
                                .toArray())));
    }
}
