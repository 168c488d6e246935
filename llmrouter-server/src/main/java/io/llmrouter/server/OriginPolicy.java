package io.llmrouter.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may use the server.
 *
 * <p>A browser sends requests of any page to any address, loopback too; what it always tells is the page's origin. Pages
 * of the server itself may use it, and those of configured origins. Where clients need no key, the server's own name
 * must be one of loopback, since any other could be a page's trick with the name service.
 */
final class OriginPolicy {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> allowed;
    private final boolean loopbackOnly;

    OriginPolicy(List<String> allowed, boolean loopbackOnly) {
        this.allowed = List.copyOf(allowed);
        this.loopbackOnly = loopbackOnly;
    }

    boolean allows(HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        return origin == null || isConfigured(origin) || isOwn(origin, request.get(HttpHeaderNames.HOST));
    }

    /** Adds what a browser wants to hear before it shows an answer to a page of another origin. */
    void decorate(HttpHeaders request, HttpHeaders response) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin != null && isConfigured(origin)) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed.contains("*") ? "*" : origin);
            response.add(HttpHeaderNames.VARY, "origin");
            response.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "*");
        }
    }

    /** Adds the answer to a browser's question whether a page may send a request. */
    void decoratePreflight(HttpHeaders request, HttpHeaders response, Set<String> methods) {
        decorate(request, response);
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, String.join(", ", methods));
        String wanted = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted == null ? "*" : wanted);
        response.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
    }

    private boolean isConfigured(String origin) {
        return allowed.contains("*") || allowed.contains(origin);
    }

    private boolean isOwn(String origin, @Nullable String host) {
        try {
            var page = new URI(origin);
            String name = page.getHost();
            if (name == null || host == null || !host.equalsIgnoreCase(page.getRawAuthority())) {
                return false;
            }
            return !loopbackOnly || LOOPBACK.contains(name.toLowerCase(java.util.Locale.ROOT));
        } catch (URISyntaxException opaque) {
            return false;
        }
    }
}
