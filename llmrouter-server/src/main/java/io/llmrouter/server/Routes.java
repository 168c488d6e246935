package io.llmrouter.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which endpoint answers which method and path. */
final class Routes {
    private final Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();

    /**
     * Adds an endpoint.
     *
     * @param path the path; one that ends with a slash stands for all paths below it
     */
    Routes add(String method, String path, Access access, Endpoint endpoint) {
        byPath.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(method, new Route(path, access, endpoint));
        return this;
    }

    Optional<Route> find(String method, String path) {
        Map<String, Route> methods = methods(path);
        Route route = methods.get(method);
        return Optional.ofNullable(route == null && method.equals("HEAD") ? methods.get("GET") : route);
    }

    /** The path of a request's target: without its query, nor the scheme and host that a proxy's client may put before it. */
    static String pathOf(String target) {
        int query = target.indexOf('?');
        String whole = query < 0 ? target : target.substring(0, query);
        int scheme = whole.startsWith("/") ? -1 : whole.indexOf("://");
        if (scheme < 0) {
            return whole;
        }
        int path = whole.indexOf('/', scheme + 3);
        return path < 0 ? "/" : whole.substring(path);
    }

    /** The methods that a path has; empty if there is no such path. */
    Set<String> allowed(String path) {
        var allowed = new TreeSet<>(methods(path).keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed;
    }

    private Map<String, Route> methods(String path) {
        Map<String, Route> exact = byPath.get(path);
        int slash = path.indexOf('/', 1);
        for (; exact == null && slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (slash + 1 < path.length()) {
                exact = byPath.get(path.substring(0, slash + 1));
            }
        }
        return exact == null ? Map.of() : exact;
    }

    /** Who may ask. */
    enum Access {
        /** Everybody: nothing is spent and nothing told. */
        OPEN,
        /** Whoever shows a key, if keys are configured. */
        KEY
    }

    /**
     * An endpoint at its place.
     *
     * @param path the path as it was added: a bounded name for metrics
     */
    record Route(String path, Access access, Endpoint endpoint) {}
}
