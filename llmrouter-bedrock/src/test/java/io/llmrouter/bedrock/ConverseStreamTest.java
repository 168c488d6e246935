package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConverseStreamTest {
    private static RawServer serving(Frames frames) {
        return new RawServer(peer -> {
            peer.beginStream();
            peer.write(frames.bytes());
        });
    }

    private static RecordingSink stream(Frames frames) throws Exception {
        var sink = new RecordingSink();
        try (var server = serving(frames);
                var model = TestModels.at(server.url())) {
            model.stream(ChatRequest.of("Hi"), sink);
            sink.ended();
        }
        return sink;
    }

    @Test
    void textComesAsDeltasAndAsAWholeWithUsage() throws Exception {
        try (var server = serving(Frames.start()
                        .text("Hel")
                        .text("lo")
                        .blockStop(0)
                        .stop("end_turn")
                        .usage(3, 2));
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            ChatResponse response = sink.response();
            assertThat(sink.deltas).containsExactly(Delta.text("Hel"), Delta.text("lo"));
            assertThat(sink.ends).containsExactly("complete");
            assertThat(response.text()).isEqualTo("Hello");
            assertThat(response.id()).isEqualTo("request-1");
            assertThat(response.model()).isEqualTo(TestModels.CLAUDE);
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(response.usage().inputTokens()).isEqualTo(3);
            assertThat(response.usage().outputTokens()).isEqualTo(2);
            assertThat(server.request().path())
                    .isEqualTo("/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream");
        }
    }

    @Test
    void aPieceThatDoesNotBelongInItsBlockIsPassedOver() throws Exception {
        RecordingSink sink = stream(Frames.start()
                .text("yes")
                .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'hm'}}}")
                .event(
                        "contentBlockStart",
                        "{'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t0','name':'none'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'reasoningContent':{'text':'so'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'text':'no'}}")
                .event(
                        "contentBlockStart",
                        "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'t1','name':'find'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'no'}}")
                .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'toolUse':{'input':'{}'}}}")
                .stop("tool_use")
                .usage(1, 1));

        ChatResponse response = sink.response();
        assertThat(sink.text()).isEqualTo("yes");
        assertThat(response.text()).isEqualTo("yes");
        assertThat(response.reasoning()).isEqualTo("so");
        assertThat(response.toolCalls()).containsExactly(new ToolCall("t1", "find", "{}"));
    }

    @Test
    void parallelToolCallsKeepTheirPiecesApart() throws Exception {
        RecordingSink sink = stream(Frames.start()
                .text("Looking.")
                .event(
                        "contentBlockStart",
                        "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'t1','name':'find'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'{\\'q\\':'}}}")
                .event(
                        "contentBlockStart",
                        "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'t2','name':'now'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'1}'}}}")
                .blockStop(1)
                .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'toolUse':{'input':''}}}")
                .blockStop(2)
                .stop("tool_use")
                .usage(1, 1));
        assertThat(sink.deltas)
                .containsExactly(
                        Delta.text("Looking."),
                        new Delta.ToolCall(0, 0, "t1", "find", ""),
                        new Delta.ToolCall(0, 0, null, null, "{\"q\":"),
                        new Delta.ToolCall(0, 1, "t2", "now", ""),
                        new Delta.ToolCall(0, 0, null, null, "1}"),
                        new Delta.ToolCall(0, 1, null, null, "{}"));
        assertThat(sink.response().message().content())
                .containsExactly(
                        Content.text("Looking."),
                        new ToolCall("t1", "find", "{\"q\":1}"),
                        new ToolCall("t2", "now", "{}"));
        assertThat(sink.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void thinkingComesWithItsSignatureAndHiddenThinkingIsKept() throws Exception {
        RecordingSink sink = stream(Frames.start()
                .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'hm '}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'so'}}}")
                .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'sig'}}}")
                .blockStop(0)
                .event(
                        "contentBlockDelta",
                        "{'contentBlockIndex':1,'delta':{'reasoningContent':{'redactedContent':'AQID'}}}")
                .blockStop(1)
                .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'Yes.'}}")
                .stop("end_turn")
                .usage(1, 1));
        assertThat(sink.deltas)
                .containsExactly(
                        new Delta.Reasoning(0, "hm ", null),
                        new Delta.Reasoning(0, "so", null),
                        new Delta.Reasoning(0, "", "sig"),
                        new Delta.Text(0, "Yes.", Extras.NONE));
        assertThat(sink.response().message().content())
                .containsExactly(
                        new Content.Thinking("hm so", "sig", null),
                        new Content.Thinking("", null, "AQID"),
                        Content.text("Yes."));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 61})
    void framesAndCharactersMayBeCutAnywhere(int pieceSize) throws Exception {
        byte[] bytes = Frames.start()
                .text("naïve 你好 😀 ")
                .text("fin")
                .stop("end_turn")
                .usage(1, 1)
                .bytes();
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(bytes, pieceSize);
                });
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.response().text()).isEqualTo("naïve 你好 😀 fin");
            assertThat(sink.text()).isEqualTo("naïve 你好 😀 fin");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, io.llmrouter.api.error.RateLimitException, 429",
        "modelStreamErrorException, io.llmrouter.api.error.ProviderUnavailableException, 424",
        "internalServerException, io.llmrouter.api.error.ProviderUnavailableException, 500",
        "serviceUnavailableException, io.llmrouter.api.error.ProviderUnavailableException, 503",
        "modelTimeoutException, io.llmrouter.api.error.ProviderUnavailableException, 500",
        "validationException, io.llmrouter.api.error.InvalidRequestException, 400"
    })
    void anExceptionInTheStreamIsATypedErrorBeforeAndAfterTheFirstToken(
            String exception, Class<? extends LlmRouterException> type, int status) throws Exception {
        RecordingSink before = stream(Frames.start().exception(exception, "of the test"));
        assertThat(before.error()).isExactlyInstanceOf(type).hasMessageContaining("of the test");
        assertThat(before.error().httpStatus()).hasValue(status);
        assertThat(before.deltas).isEmpty();

        RecordingSink after = stream(Frames.start().text("Hel").exception(exception, "of the test"));
        assertThat(after.error()).isExactlyInstanceOf(type);
        assertThat(after.text()).isEqualTo("Hel");
        assertThat(after.ends).containsExactly("error");
    }

    @Test
    void aBearerKeyThatIsThrottledWithinTheStreamRestsOnce() throws Exception {
        var keys = new TestModels.Keys("key-a");
        try (var server = serving(Frames.start().exception("throttlingException", "slow down"));
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE, server.url(), keys, java.util.Map.of("aws_region", "us-west-2")))) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isInstanceOf(RateLimitException.class);
            assertThat(keys.rested).containsExactly("key-a null");
        }
    }

    @Test
    void aStreamThatEndsBeforeItsMessageIsAnError() throws Exception {
        RecordingSink nothing = stream(new Frames());
        assertThat(nothing.error()).isInstanceOf(ProviderUnavailableException.class);
        RecordingSink half = stream(Frames.start().text("Hel"));
        assertThat(half.error())
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageContaining("messageStop");
        assertThat(half.text()).isEqualTo("Hel");
    }

    @Test
    void aStreamWithoutMetadataIsWholeAndItsUsageUnknown() throws Exception {
        ChatResponse response =
                stream(Frames.start().text("Hello").stop("max_tokens")).response();
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.usage().isKnown()).isFalse();
    }

    @Test
    void anAnswerIsWholeBeforeTheServerClosesAndAServerThatNeverDoesIsLeft() throws Exception {
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(Frames.start()
                            .text("Hello")
                            .stop("end_turn")
                            .usage(1, 1)
                            .bytes());
                    peer.awaitClientLeaves();
                });
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.response().text()).isEqualTo("Hello");
            assertThat(server.clientLeft.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(sink.ends).containsExactly("complete");
        }
    }

    @Test
    void aConnectionThatBreaksIsAnErrorBeforeAndAfterTheFirstToken() throws Exception {
        var first = new Semaphore(0);
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(Frames.start().text("Hel").bytes());
                    first.acquire();
                    peer.reset();
                });
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.firstDelta.await(10, TimeUnit.SECONDS)).isTrue();
            first.release();
            assertThat(sink.error()).isInstanceOf(ProviderUnavailableException.class);
            assertThat(sink.text()).isEqualTo("Hel");
        }
        try (var server = new RawServer(RawServer.Peer::reset);
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isInstanceOf(ProviderUnavailableException.class);
        }
    }

    @Test
    void aWebPageAndABrokenFrameAreBadResponses() throws Exception {
        try (var server = new RawServer(peer -> peer.respond(200, "text/html", "<html>" + "x".repeat(500)));
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isInstanceOf(BadResponseException.class);
        }
        byte[] broken = Frames.start().text("Hel").bytes();
        broken[broken.length - 1] ^= 1;
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(broken);
                });
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isInstanceOf(BadResponseException.class);
        }
    }

    @Test
    void aRequestThatBedrockCannotTakeFailsWithoutAConnection() throws Exception {
        try (var server = serving(new Frames());
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.builder().user("Hi").choices(2).build(), sink);
            assertThat(sink.error()).isInstanceOf(InvalidRequestException.class);
            assertThat(server.requests).isEmpty();
        }
    }
}
