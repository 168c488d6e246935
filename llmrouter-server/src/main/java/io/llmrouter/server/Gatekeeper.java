package io.llmrouter.server;

import io.llmrouter.server.ClientKeys.Client;
import io.llmrouter.server.Routes.Access;
import io.llmrouter.server.Routes.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Set;

/** Judges a request by its head, before its body is taken: its size, origin, key and path. */
final class Gatekeeper {
    private final ServerContext context;
    private final Routes routes;

    Gatekeeper(ServerContext context, Routes routes) {
        this.context = context;
        this.routes = routes;
    }

    /**
     * Lets a request pass.
     *
     * @throws Problem if it may not
     */
    void check(Incoming incoming) {
        HttpRequest request = incoming.request();
        if (!context.origins().allows(request.headers())) {
            throw Problem.forbidden(
                    "origin_not_allowed", "Web pages of this origin may not use the server. Allow it with serve.cors.");
        }
        String path = incoming.log().path();
        String method = request.method().name();
        if (request.method().equals(HttpMethod.OPTIONS) && !routes.allowed(path).isEmpty()) {
            return; // told the methods, whoever asks
        }
        Route route = routes.find(method, path).orElseThrow(() -> {
            Set<String> allowed = routes.allowed(path);
            return allowed.isEmpty() ? Problem.notFound(method, path) : Problem.methodNotAllowed(method, allowed);
        });
        incoming.passed(route, client(request.headers(), route.access()));
        long length = HttpUtil.isContentLengthSet(request) ? HttpUtil.getContentLength(request, 0L) : 0;
        int most = context.config().limits().bodyBytes();
        if (length > most) {
            throw Problem.tooLarge(most);
        }
    }

    /** The methods that a page may use on a path. */
    Set<String> allowed(String path) {
        return routes.allowed(path);
    }

    private Client client(HttpHeaders headers, Access access) {
        if (access == Access.OPEN || context.keys().areAbsent()) {
            return Client.ANYBODY;
        }
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith("bearer ");
        String key = bearer ? authorization.substring("bearer ".length()).strip() : headers.get("x-api-key", "");
        return context.keys().find(key).orElseThrow(() -> Problem.unauthorized(!key.isEmpty()));
    }
}
