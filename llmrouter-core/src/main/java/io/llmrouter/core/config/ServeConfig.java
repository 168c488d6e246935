package io.llmrouter.core.config;

import io.llmrouter.api.CallOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code serve}.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param showModelPrefix whether answers begin with the name of their model in brackets
 * @param access who may use the server
 * @param limits how much it takes on
 * @param timeouts how long it waits
 */
public record ServeConfig(
        String host, int port, boolean showModelPrefix, Access access, Limits limits, Timeouts timeouts) {

    /** The defaults: loopback, port 8000. */
    public static ServeConfig defaults() {
        var nothing = Value.Fields.empty(new Place("", 0, "serve"));
        return SimpleSections.serve(nothing, new Problems());
    }

    public ServeConfig withHost(String other) {
        return new ServeConfig(other, port, showModelPrefix, access, limits, timeouts);
    }

    public ServeConfig withPort(int other) {
        return new ServeConfig(host, other, showModelPrefix, access, limits, timeouts);
    }

    public ServeConfig withModelPrefix(boolean shown) {
        return new ServeConfig(host, port, shown, access, limits, timeouts);
    }

    public ServeConfig with(Access other) {
        return new ServeConfig(host, port, showModelPrefix, other, limits, timeouts);
    }

    public ServeConfig with(Limits other) {
        return new ServeConfig(host, port, showModelPrefix, access, other, timeouts);
    }

    public ServeConfig with(Timeouts other) {
        return new ServeConfig(host, port, showModelPrefix, access, limits, other);
    }

    /**
     * Who may use the server.
     *
     * @param keys the keys of its clients
     * @param allowAnonymous whether clients without a key are served on addresses that other machines can reach
     * @param cors the origins whose web pages may use it; {@code *} for all
     */
    public record Access(List<ClientKey> keys, boolean allowAnonymous, List<String> cors) {
        public Access {
            keys = List.copyOf(keys);
            cors = List.copyOf(cors);
        }
    }

    /**
     * A key that a client must show.
     *
     * @param holder whose it is: the name by which logs and metrics call it
     * @param sha256 the key's SHA-256, in lower-case hexadecimal
     * @param models the models that the holder may use; empty for all
     * @param limits how much the holder may do
     * @param budget how much the holder may spend; {@code null} for no bound
     * @param priority the highest priority of the holder's calls, and that of those that want none
     */
    public record ClientKey(
            String holder,
            String sha256,
            List<String> models,
            RateLimits limits,
            @Nullable Budget budget,
            int priority) {
        public ClientKey {
            models = List.copyOf(models);
        }

        /** A key of the usual priority. */
        public ClientKey(
                String holder, String sha256, List<String> models, RateLimits limits, @Nullable Budget budget) {
            this(holder, sha256, models, limits, budget, CallOptions.USUAL_PRIORITY);
        }

        /** A key without a budget, whose holder may make so many requests in a minute; {@code null} for no bound. */
        public ClientKey(String holder, String sha256, List<String> models, @Nullable Integer requestsPerMinute) {
            this(holder, sha256, models, new RateLimits(requestsPerMinute, null, null), null);
        }

        /** The holder alone: what could help to guess the key is not shown. */
        @Override
        public String toString() {
            return "ClientKey[" + holder + "]";
        }
    }

    /**
     * How much the server takes on.
     *
     * @param bodyBytes the largest body of a request
     * @param headerBytes the largest head of a request
     * @param connections the most connections at a time
     * @param concurrentRequests the most requests under way at a time
     * @param queuedRequests the most requests that wait for their turn
     */
    public record Limits(int bodyBytes, int headerBytes, int connections, int concurrentRequests, int queuedRequests) {}

    /**
     * How long the server waits.
     *
     * @param receive for a request's head, and in each pause within its body
     * @param idle for the next request on a connection
     * @param write for a client that takes nothing of its answer
     * @param keepAlive between comments in a silent stream
     * @param drain for requests under way when the server stops
     */
    public record Timeouts(Duration receive, Duration idle, Duration write, Duration keepAlive, Duration drain) {}
}
