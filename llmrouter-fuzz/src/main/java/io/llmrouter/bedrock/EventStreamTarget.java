package io.llmrouter.bedrock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.fuzz.Check;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Bedrock's event stream, through the module's own client and a socket. If the first byte is 0 the others are the
 * stream; else each line is a message, such as {@code contentBlockDelta {...}} or {@code !throttlingException {...}},
 * and gets the frame and the check sums that are due.
 */
public final class EventStreamTarget {
    private static byte[] body = {};
    private static @Nullable ChatModel model;

    private EventStreamTarget() {}

    public static synchronized void fuzzerTestOneInput(byte[] data) {
        body = data.length > 0 && data[0] == 0 ? Arrays.copyOfRange(data, 1, data.length) : framed(data);
        var sink = new Sink();
        StreamHandle handle = model().stream(ChatRequest.of("hi"), sink);
        try {
            ChatResponse response = sink.end.get(20, TimeUnit.SECONDS);
            Check.equal("text of the pieces", response.text(), sink.text.toString());
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof LlmRouterException refused)) {
                throw new AssertionError("untyped", failed);
            }
            Check.refusal(refused);
        } catch (TimeoutException hangs) {
            throw new AssertionError("no end within 20 s", hangs);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            handle.cancel();
        }
    }

    private static byte[] framed(byte[] data) {
        var frames = new ByteArrayOutputStream();
        for (String line : new String(data, StandardCharsets.UTF_8).split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (blank > 0 && blank < 100) {
                boolean exception = line.startsWith("!");
                String kind = exception ? "exception" : "event";
                var headers = new LinkedHashMap<String, HeaderValue>();
                headers.put(":message-type", HeaderValue.fromString(kind));
                headers.put(":" + kind + "-type", HeaderValue.fromString(line.substring(exception ? 1 : 0, blank)));
                headers.put(":content-type", HeaderValue.fromString("application/json"));
                new Message(headers, line.substring(blank + 1).getBytes(StandardCharsets.UTF_8)).encode(frames);
            }
        }
        return frames.toByteArray();
    }

    private static ChatModel model() {
        if (model == null) {
            model = new BedrockProvider(Map.of())
                    .create(new ModelConfig(
                            ModelInfo.of("claude", "bedrock", "us.anthropic.claude-sonnet-4-20250514-v1:0"),
                            "http://127.0.0.1:" + serve(),
                            new NoKeys(),
                            Duration.ofSeconds(5),
                            SettingsTree.of(Map.of(
                                    "aws_region", "us-west-2",
                                    "aws_access_key_id", "AKIDEXAMPLE",
                                    "aws_secret_access_key", "made-up-secret"))));
        }
        return model;
    }

    private static int serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.createContext("/", EventStreamTarget::answer);
            server.start();
            return server.getAddress().getPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] now = body;
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", "application/vnd.amazon.eventstream");
            exchange.sendResponseHeaders(200, now.length == 0 ? -1 : now.length);
            exchange.getResponseBody().write(now);
        }
    }

    private static final class Sink implements StreamingSink {
        final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        final StringBuilder text = new StringBuilder();

        @Override
        public void onDelta(Delta delta) {
            if (delta instanceof Delta.Text piece) {
                text.append(piece.text());
            }
        }

        @Override
        public void onComplete(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(LlmRouterException error) {
            end.completeExceptionally(error);
        }
    }

    private static final class NoKeys implements ApiKeys {
        @Override
        public Optional<ApiKey> next() {
            return Optional.empty();
        }

        @Override
        public void rest(ApiKey key, @Nullable Duration pause) {
            throw new IllegalStateException("there is no key");
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
