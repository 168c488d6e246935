package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.bedrock.TestModels.Keys;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseTest {
    private static final String HELLO = answer("{'text':'Hello'}", "end_turn");

    private static String answer(String content, String stopReason) {
        return ("{'output':{'message':{'role':'assistant','content':[" + content + "]}},'stopReason':'" + stopReason
                        + "','usage':{'inputTokens':10,'outputTokens':5,'totalTokens':115,'cacheReadInputTokens':80,"
                        + "'cacheWriteInputTokens':20},'metrics':{'latencyMs':42}}")
                .replace('\'', '"');
    }

    private static ChatResponse ask(String answer) throws Exception {
        try (var server = RawServer.json(answer);
                var model = TestModels.at(server.url())) {
            return model.chat("Hi");
        }
    }

    @Test
    void plainAndAsyncCallsGiveTheAnswerWithIdModelUsageAndExtras() throws Exception {
        try (var server = RawServer.json(HELLO);
                var model = TestModels.at(server.url(), "bedrock/" + TestModels.CLAUDE)) {
            for (ChatResponse response : new ChatResponse[] {
                model.chat("Hi"), model.chatAsync(ChatRequest.of("Hi")).get(10, TimeUnit.SECONDS)
            }) {
                assertThat(response.text()).isEqualTo("Hello");
                assertThat(response.id()).isEqualTo("request-1");
                assertThat(response.model()).isEqualTo(TestModels.CLAUDE);
                assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
                Usage usage = response.usage();
                assertThat(usage.inputTokens()).isEqualTo(110);
                assertThat(usage.outputTokens()).isEqualTo(5);
                assertThat(usage.cacheReadTokens()).isEqualTo(80);
                assertThat(usage.cacheWriteTokens()).isEqualTo(20);
                assertThat(usage.totalTokens()).isEqualTo(115);
                assertThat(response.extras().forFormat("bedrock"))
                        .containsEntry("metrics", RawJson.of("{\"latencyMs\":42}"));
            }
        }
    }

    @Test
    void theRequestIsSignedForTheRegionAndItsPathHoldsTheEncodedModel() throws Exception {
        try (var server = RawServer.json(HELLO);
                var model = TestModels.at(server.url())) {
            model.chat("Grüße, 你好");
            RawServer.Request request = server.request();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/converse");
            assertThat(request.header("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                    .contains("/us-west-2/bedrock/aws4_request");
            assertThat(request.header("Host")).startsWith("127.0.0.1");
            assertThat(request.header("Expect")).isEmpty();
            assertThat(request.body())
                    .contains("\"text\":\"Grüße, 你好\"")
                    .contains("\"role\":\"user\"")
                    .doesNotContain(TestModels.SECRET);
        }
    }

    @Test
    void anArnIsEncodedIntoOneSegmentOfThePath() throws Exception {
        String arn = "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/abc";
        try (var server = RawServer.json(HELLO);
                var model = TestModels.at(server.url(), arn)) {
            model.chat("Hi");
            assertThat(server.request().path())
                    .isEqualTo("/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3A"
                            + "application-inference-profile%2Fabc/converse");
        }
    }

    @Test
    void theSessionTokenGoesAlong() throws Exception {
        try (var server = RawServer.json(HELLO);
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE,
                        server.url(),
                        new Keys(),
                        TestModels.signed(Map.of("aws_session_token", "session-1"))))) {
            model.chat("Hi");
            assertThat(server.request().header("X-Amz-Security-Token")).isEqualTo("session-1");
        }
    }

    @Test
    void bearerKeysOfTheProviderTakeTurns() throws Exception {
        try (var server = RawServer.json(HELLO);
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE,
                        server.url(),
                        new Keys("key-a", "key-b"),
                        Map.of("aws_region", "us-west-2")))) {
            model.chat("Hi");
            model.chat("Hi");
            assertThat(server.request().header("Authorization")).isEqualTo("Bearer key-a");
            assertThat(server.request().header("Authorization")).isEqualTo("Bearer key-b");
        }
    }

    @Test
    void theBearerTokenOfTheSettingsGoesBeforeThatOfTheEnvironment() throws Exception {
        var environment = Map.of("AWS_BEARER_TOKEN_BEDROCK", "from-environment");
        try (var server = RawServer.json(HELLO);
                var both = TestModels.of(
                        TestModels.config(
                                TestModels.CLAUDE,
                                server.url(),
                                new Keys(),
                                Map.of("aws_region", "us-west-2", "bearer_token", "from-settings")),
                        environment);
                var one = TestModels.of(
                        TestModels.config(
                                TestModels.CLAUDE, server.url(), new Keys(), Map.of("aws_region", "us-west-2")),
                        environment)) {
            both.chat("Hi");
            one.chat("Hi");
            assertThat(server.request().header("Authorization")).isEqualTo("Bearer from-settings");
            assertThat(server.request().header("Authorization")).isEqualTo("Bearer from-environment");
        }
    }

    @Test
    void contentKeepsItsOrderAndThinkingItsSignature() throws Exception {
        ChatResponse response = ask(answer(
                "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'sig'}}},"
                        + "{'reasoningContent':{'redactedContent':'AQID'}},{'text':'I look.'},"
                        + "{'toolUse':{'toolUseId':'t1','name':'find','input':{'q':'x','n':[1,2.5,true,null]}}},"
                        + "{'toolUse':{'toolUseId':'t2','name':'now','input':{}}}",
                "tool_use"));
        assertThat(response.message().content())
                .containsExactly(
                        new Content.Thinking("hm", "sig", null),
                        new Content.Thinking("", null, "AQID"),
                        Content.text("I look."),
                        new ToolCall("t1", "find", "{\"q\":\"x\",\"n\":[1,2.5,true,null]}"),
                        new ToolCall("t2", "now", "{}"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "tool_use, TOOL_CALLS",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "guardrail_intervened, CONTENT_FILTER",
        "content_filtered, CONTENT_FILTER",
        "malformed_tool_use, OTHER",
        "a_reason_of_tomorrow, OTHER"
    })
    void everyStopReasonHasItsFinishReason(String stopReason, FinishReason expected) throws Exception {
        assertThat(ask(answer("{'text':'x'}", stopReason)).finishReason()).isEqualTo(expected);
    }

    @Test
    void theConnectionServesTheNextCallToo() throws Exception {
        var connections = java.util.concurrent.ConcurrentHashMap.<Object>newKeySet();
        try (var server = new RawServer(peer -> {
                    connections.add(peer.socket);
                    peer.respond(200, "application/json", HELLO);
                });
                var model = TestModels.at(server.url())) {
            model.chat("one");
            model.chat("two");
            assertThat(connections).hasSize(1);
        }
    }

    @Test
    void cancellingTheFutureBeforeTheHeadersClosesTheSocketWithinASecond() throws Exception {
        try (var server = new RawServer(RawServer.Peer::awaitClientLeaves);
                var model = TestModels.at(server.url())) {
            CompletableFuture<ChatResponse> answer = model.chatAsync(ChatRequest.of("Hi"));
            server.request();
            answer.cancel(true);
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancellingTheFutureInTheBodyClosesTheSocketWithinASecond() throws Exception {
        var bodyBegun = new CountDownLatch(1);
        try (var server = new RawServer(peer -> {
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"output\":"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    bodyBegun.countDown();
                    peer.awaitClientLeaves();
                });
                var model = TestModels.at(server.url())) {
            CompletableFuture<ChatResponse> answer = model.chatAsync(ChatRequest.of("Hi"));
            assertThat(bodyBegun.await(10, TimeUnit.SECONDS)).isTrue();
            answer.cancel(true);
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void interruptingAPlainCallClosesTheSocketAndReportsTheCancellation() throws Exception {
        try (var server = new RawServer(RawServer.Peer::awaitClientLeaves);
                var model = TestModels.at(server.url())) {
            var outcome = new CompletableFuture<Throwable>();
            var caller = new Thread(() -> {
                try {
                    model.chat("Hi");
                } catch (RuntimeException failure) {
                    outcome.complete(failure);
                }
            });
            caller.start();
            server.request();
            caller.interrupt();
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingTheModelEndsItsCallsAndRefusesNewOnes() throws Exception {
        try (var server = new RawServer(RawServer.Peer::awaitClientLeaves)) {
            var model = TestModels.at(server.url());
            CompletableFuture<ChatResponse> answer = model.chatAsync(ChatRequest.of("Hi"));
            server.request();
            model.close();
            assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(CancelledException.class);
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> model.chat("Hi")).isInstanceOf(CancelledException.class);
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
        }
    }
}
