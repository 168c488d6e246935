package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.core.limits.LimitStores;
import io.llmrouter.fuzz.Check;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What clients of the server say: messages of a WebSocket, and headers. */
public final class ClientRequestTarget {
    private static final ServerContext CONTEXT = new ServerContext(
            new NoRouter(), ServeConfig.defaults(), LimitStores.open(LimitsConfig.defaults()), "random");
    private static final OriginPolicy ORIGINS = new OriginPolicy(List.of("https://example.org"), true);

    private static final DefaultHttpHeadersFactory NO_CHECKS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private ClientRequestTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        SocketMessage.read(CONTEXT, data);
        String text = new String(data, StandardCharsets.ISO_8859_1);
        headers(text, "");
        headers("", text);
        origin(text);
    }

    private static void headers(String timeout, String session) {
        var headers = NO_CHECKS
                .newHeaders()
                .add(CallHeaders.TIMEOUT, timeout)
                .add(CallHeaders.SESSION, session.isEmpty() ? "s" : session);
        try {
            ChatRequest request = CallHeaders.applyTo(ChatRequest.of("hi"), headers);
            request.deadline().ifPresent(deadline -> Check.that(deadline.toMillis() > 0, "no time: " + deadline));
        } catch (Problem refused) {
            Check.that(refused.status() >= 400 && refused.status() < 500, "the client's fault told as ours");
        }
    }

    private static void origin(String text) {
        var headers = NO_CHECKS
                .newHeaders()
                .add(HttpHeaderNames.ORIGIN, "https://" + text)
                .add(HttpHeaderNames.HOST, text);
        String host = text.substring(text.lastIndexOf('@') + 1);
        boolean own = LOOPBACK.stream().anyMatch(name -> host.regionMatches(true, 0, name, 0, name.length()));
        Check.that(!ORIGINS.allows(headers) || own || text.equals("example.org"), "a page of another origin is let in");
    }

    /** Nobody is asked. */
    private static final class NoRouter implements Router {
        @Override
        public ChatResponse chat(ChatRequest request) {
            throw new IllegalStateException("a message was answered before it was understood");
        }

        @Override
        public RoutingDecision route(ChatRequest request) {
            throw new IllegalStateException("a message was routed before it was understood");
        }

        @Override
        public List<ModelInfo> models() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
