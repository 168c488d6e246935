package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Message;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the testkit's fake of Bedrock, which encodes events with code of its own. */
class TestkitTest {
    private static final Answer RICH = Answer.text("naïve 你好 😀")
            .chunks("naïve ", "你好 ", "😀")
            .thinking("hm", "sig")
            .toolCall("t1", "find", "{\"q\":\"ü\"}")
            .toolCall("t2", "now", "{}")
            .usage(new Usage(110, 7, 80, 20, 0, Usage.Source.REPORTED, null));

    private final FakeProvider fake = FakeProvider.start();
    private final BedrockModel model = TestModels.at(fake.bedrockUrl());

    @AfterEach
    void close() {
        model.close();
        fake.close();
    }

    private ChatResponse stream(RecordingSink sink) throws Exception {
        model.stream(ChatRequest.of("Hi"), sink);
        return sink.response();
    }

    private void script(Answer answer) {
        fake.script(TestModels.CLAUDE, answer);
    }

    private static void assertRich(ChatResponse response) {
        assertThat(response.message().content())
                .containsExactly(
                        new Content.Thinking("hm", "sig", null),
                        Content.text("naïve 你好 😀"),
                        new ToolCall("t1", "find", "{\"q\":\"ü\"}"),
                        new ToolCall("t2", "now", "{}"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.usage().inputTokens()).isEqualTo(110);
        assertThat(response.usage().outputTokens()).isEqualTo(7);
        assertThat(response.usage().cacheReadTokens()).isEqualTo(80);
        assertThat(response.usage().cacheWriteTokens()).isEqualTo(20);
    }

    @Test
    void plainAsyncAndStreamedAnswersAreTheSame() throws Exception {
        script(RICH);
        assertRich(model.chat("Hi"));
        assertRich(model.chatAsync(ChatRequest.of("Hi")).get(10, TimeUnit.SECONDS));
        var sink = new RecordingSink();
        assertRich(stream(sink));
        assertThat(sink.text()).isEqualTo("naïve 你好 😀");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17})
    void aStreamMayBeCutAnywhere(int writeSize) throws Exception {
        script(RICH.writeSize(writeSize));
        assertRich(stream(new RecordingSink()));
    }

    @Test
    void theFakeReadsTheConversationAsItWasMeant() {
        script(Answer.text("ok"));
        List<Message> conversation = ChatRequest.builder()
                .system("Be brief.")
                .user(Content.text("Look"), Content.image(new byte[] {1, 2, 3}, "image/png"))
                .message(new AssistantMessage(List.of(
                        new Content.Thinking("hm", "sig", null),
                        Content.text("I look."),
                        new ToolCall("t1", "find", "{\"q\":1}"),
                        new ToolCall("t2", "find", "{}"))))
                .toolResult("t1", "one")
                .toolResult("t2", "two")
                .build()
                .messages();
        model.chat(ChatRequest.builder()
                .messages(conversation)
                .tools(Tool.of("find", "Finds.", "{\"type\":\"object\"}"))
                .maxTokens(50)
                .temperature(0.5)
                .build());
        ChatRequest read = fake.requests().get(0).request().orElseThrow();
        assertThat(read.messages()).isEqualTo(conversation);
        assertThat(read.tools()).extracting(Tool::name).containsExactly("find");
        assertThat(read.maxTokens()).hasValue(50);
        assertThat(read.temperature()).hasValue(0.5);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.status(429), "RateLimit"),
                Arguments.of(Fault.status(400), "InvalidRequest"),
                Arguments.of(Fault.status(403), "PermissionDenied"),
                Arguments.of(Fault.status(404), "ModelNotFound"),
                Arguments.of(Fault.status(500), "ProviderUnavailable"),
                Arguments.of(Fault.status(503), "ProviderUnavailable"),
                Arguments.of(
                        Fault.status(400, "ValidationException", "Input is too long for requested model."),
                        "ContextLength"),
                Arguments.of(Fault.resetBeforeResponse(), "ProviderUnavailable"),
                Arguments.of(Fault.closeBeforeResponse(), "ProviderUnavailable"),
                Arguments.of(Fault.dieAfter(1), "ProviderUnavailable"),
                Arguments.of(Fault.cutAfter(1), "ProviderUnavailable"),
                Arguments.of(Fault.html(), "BadResponse"),
                Arguments.of(Fault.garbage(), "BadResponse"),
                Arguments.of(Fault.hugeError(503, 5 * 1024 * 1024), "ProviderUnavailable"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsTheSameErrorPlainAndStreamed(Fault fault, String type) throws Exception {
        script(RICH.with(fault));
        var plain = catchThrowableOfType(LlmRouterException.class, () -> model.chat("Hi"));
        assertThat(plain.getClass().getSimpleName()).isEqualTo(type + "Exception");
        var sink = new RecordingSink();
        model.stream(ChatRequest.of("Hi"), sink);
        assertThat(sink.error().getClass()).isEqualTo(plain.getClass());
    }

    static Stream<Arguments> streamFaults() {
        return Stream.of(
                Arguments.of(Fault.errorInStreamAt(0, "throttlingException", "slow"), "RateLimit"),
                Arguments.of(Fault.errorInStreamAt(2, "throttlingException", "slow"), "RateLimit"),
                Arguments.of(Fault.errorInStreamAt(2, "modelStreamErrorException", "oops"), "ProviderUnavailable"),
                Arguments.of(Fault.endAfter(2), "ProviderUnavailable"),
                Arguments.of(Fault.emptyBody(), "ProviderUnavailable"),
                Arguments.of(Fault.invalidJsonAt(1), "BadResponse"),
                Arguments.of(Fault.badCrc(), "BadResponse"));
    }

    @ParameterizedTest
    @MethodSource("streamFaults")
    void aFaultWithinAStreamIsATypedError(Fault fault, String type) throws Exception {
        script(RICH.with(fault));
        var sink = new RecordingSink();
        model.stream(ChatRequest.of("Hi"), sink);
        assertThat(sink.error().getClass().getSimpleName()).isEqualTo(type + "Exception");
        assertThat(sink.ends).containsExactly("error");
    }

    @Test
    void aStreamThatEndsAfterItsUsageIsWholeWithoutItsEndMark() throws Exception {
        script(RICH);
        var marked = new RecordingSink();
        model.stream(ChatRequest.of("Hi"), marked);
        script(RICH.with(Fault.noDone()));
        var sink = new RecordingSink();
        model.stream(ChatRequest.of("Hi"), sink);

        assertThat(sink.response().text()).isEqualTo(marked.response().text());
        assertThat(sink.response().usage()).isEqualTo(marked.response().usage());
        assertThat(sink.response().finishReason()).isEqualTo(marked.response().finishReason());
    }

    @Test
    void anEchoedKeyIsNotPassedOn() {
        script(Answer.fault(Fault.echoKey(403)));
        var keys = new TestModels.Keys("bearer-secret-of-the-test");
        try (var bearer = TestModels.of(
                TestModels.config(TestModels.CLAUDE, fake.bedrockUrl(), keys, Map.of("aws_region", "us-west-2")))) {
            var error = catchThrowableOfType(LlmRouterException.class, () -> bearer.chat("Hi"));
            var trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            assertThat(fake.requests().get(0).header("Authorization")).contains("Bearer bearer-secret-of-the-test");
            assertThat(trace.toString()).doesNotContain("bearer-secret-of-the-test");
        }
    }

    @Test
    void cancellingAStalledStreamLeavesNoConnection() throws Exception {
        script(RICH.with(Fault.stallAfter(2)));
        var sink = new RecordingSink();
        StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
        assertThat(sink.firstDelta.await(10, TimeUnit.SECONDS)).isTrue();
        handle.cancel();
        assertThat(sink.error()).isInstanceOf(CancelledException.class);
        long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (fake.openConnections() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(fake.openConnections()).isZero();
    }
}
