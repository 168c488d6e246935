package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.testkit.Answer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread takes a request, sends it to the provider, reads the provider's answer and writes it to the client. */
class OneLoopTest {
    private final ServerFixture it = new ServerFixture();
    private final Observer observer = new Observer(it.router);
    private final LlmRouterServer server =
            LlmRouterServer.start(observer, ServeConfig.defaults().withPort(0).withModelPrefix(false), "round_robin");

    @AfterEach
    void close() {
        server.close();
        it.close();
    }

    @Test
    void aWholeAnswerComesOnTheThreadThatTookTheRequest() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(ask("")).contains("200 OK");
            assertThat(observer.threads).hasSize(2).containsOnly(observer.threads.peek());
            observer.threads.clear();
        }
    }

    @Test
    void aStreamComesOnTheThreadThatTookTheRequest() throws IOException {
        it.fake.script("fast", Answer.text("one two three four"));
        for (int i = 0; i < 4; i++) {
            assertThat(ask(",\"stream\":true")).contains("200 OK", "[DONE]");
            assertThat(observer.threads).hasSizeGreaterThan(3).containsOnly(observer.threads.peek());
            observer.threads.clear();
        }
    }

    /** Each on a connection of its own, which may be another loop's. */
    private String ask(String more) throws IOException {
        String body = ServerFixture.body("fast", "hi", more);
        var socket = new Socket(server.address().getAddress(), server.port());
        try (var client = new ServerFixture.Raw(socket)) {
            return client.write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .readAll();
        }
    }

    /** Writes down which threads ask a router, and on which it answers. */
    private static final class Observer implements Router {
        private final Router router;
        private final Queue<String> threads = new ConcurrentLinkedQueue<>();

        Observer(Router router) {
            this.router = router;
        }

        private void see() {
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
            see();
            return router.chatAsync(request).whenComplete((answer, failure) -> see());
        }

        @Override
        public StreamHandle stream(ChatRequest request, StreamingSink sink) {
            see();
            return router.stream(request, new StreamingSink() {
                @Override
                public void onStart(StreamHandle handle) {
                    sink.onStart(handle);
                }

                @Override
                public void onModel(RoutingReport soFar) {
                    see();
                    sink.onModel(soFar);
                }

                @Override
                public void onDelta(Delta delta) {
                    see();
                    sink.onDelta(delta);
                }

                @Override
                public void onComplete(ChatResponse response) {
                    see();
                    sink.onComplete(response);
                }

                @Override
                public void onError(LlmRouterException error) {
                    sink.onError(error);
                }
            });
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return router.chat(request);
        }

        @Override
        public RoutingDecision route(ChatRequest request) {
            return router.route(request);
        }

        @Override
        public List<ModelInfo> models() {
            return router.models();
        }

        @Override
        public void close() {}
    }
}
