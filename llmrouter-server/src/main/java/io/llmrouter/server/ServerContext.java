package io.llmrouter.server;

import io.llmrouter.api.Router;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.WireFormat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What all connections of a server share. Safe for concurrent use. */
final class ServerContext {
    private static final Logger LOG = System.getLogger(ServerContext.class.getName());

    private final Router router;
    private volatile ServeConfig config;
    private volatile String strategy;
    private final WireFormat openAi = WireFormat.openAi(OpenAiDialect.COMPATIBLE);
    private final WireFormat anthropic = WireFormat.anthropic();
    private volatile ClientKeys keys;
    private volatile OriginPolicy origins;
    private final ChangingLimits limits;
    private final KeyGate gate;
    private final Admission admission;
    private final BodyBudget bodies = BodyBudget.ofHeap();
    private final Workers workers = new Workers();
    private final Set<Served> connections = ConcurrentHashMap.newKeySet();
    private final Stats stats;
    private final Metrics metrics;
    private volatile boolean stopping;

    ServerContext(Router router, ServeConfig config, ChangingLimits limits, String strategy) {
        this.router = router;
        this.config = config;
        this.strategy = strategy;
        this.keys = new ClientKeys(config.access().keys());
        this.limits = limits;
        this.gate = new KeyGate(router, limits);
        this.origins = originsOf(config);
        this.admission = new Admission(
                config.limits().concurrentRequests(), config.limits().queuedRequests());
        this.stats = new Stats(router::models, InstantSource.system());
        this.metrics = new Metrics(admission, connections::size, stats);
        metrics.models(router::health);
        metrics.strategy(router::gauges);
    }

    private static OriginPolicy originsOf(ServeConfig config) {
        ServeConfig.Access access = config.access();
        return new OriginPolicy(access.cors(), access.keys().isEmpty() && !access.allowAnonymous());
    }

    /** Takes over another configuration; what is under way goes on. */
    void reconfigure(ServeConfig next, String nextStrategy) {
        keys = new ClientKeys(next.access().keys());
        origins = originsOf(next);
        admission.resize(next.limits().concurrentRequests(), next.limits().queuedRequests());
        config = next;
        strategy = nextStrategy;
        connections.forEach(Served::reconfigured);
    }

    Router router() {
        return router;
    }

    ServeConfig config() {
        return config;
    }

    String strategy() {
        return strategy;
    }

    WireFormat openAi() {
        return openAi;
    }

    WireFormat anthropic() {
        return anthropic;
    }

    ClientKeys keys() {
        return keys;
    }

    /** Counts what the holders of keys may do. */
    KeyGate gate() {
        return gate;
    }

    /** Where that is counted. */
    ChangingLimits limits() {
        return limits;
    }

    OriginPolicy origins() {
        return origins;
    }

    Admission admission() {
        return admission;
    }

    BodyBudget bodies() {
        return bodies;
    }

    Workers workers() {
        return workers;
    }

    Stats stats() {
        return stats;
    }

    Metrics metrics() {
        return metrics;
    }

    Set<Served> connections() {
        return connections;
    }

    /** A connection is closed, or has become another. */
    void closed(Served connection) {
        synchronized (connections) {
            connections.remove(connection);
            connections.notifyAll();
        }
    }

    /** Waits until there is no connection any more; {@code false} if there still are some after that time. */
    boolean awaitNoConnection(Duration max) {
        long end = System.nanoTime() + max.toNanos();
        synchronized (connections) {
            try {
                while (!connections.isEmpty()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        return false;
                    }
                    connections.wait(left);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return connections.isEmpty();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }

    /** Writes a failure of our own into the log, under the id that the client is told. */
    Problem unforeseen(String requestId, Throwable failure) {
        LOG.log(Level.ERROR, "Request " + requestId + " failed unforeseen", failure);
        return Problem.unforeseen();
    }
}
