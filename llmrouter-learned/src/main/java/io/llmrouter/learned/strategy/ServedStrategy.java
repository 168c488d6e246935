package io.llmrouter.learned.strategy;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves a trained router and follows its file: a new one takes over whole once it has stayed the same for a second, a broken
 * one changes nothing. What scores taught is kept in a file every few seconds. Safe for concurrent use.
 */
final class ServedStrategy implements RoutingStrategy, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServedStrategy.class.getName());
    private static final int LOOKS_PER_SYNC = 5;
    private static final int LAST_TURNS = 20;
    private static final long PAUSE = 50_000_000;

    /** No decision waits longer for its vector. */
    private static final int GRACE_SECONDS = 65;

    private final Path file;
    private final Supplier<ServedVersion> loader;
    private final ScheduledExecutorService timer;
    private final Set<ServedVersion> retired = ConcurrentHashMap.newKeySet();
    private volatile ServedVersion current;
    private FileState read;
    private @Nullable FileState unsettled;
    private int looks;

    private ServedStrategy(Path file, Supplier<ServedVersion> loader) {
        this.file = file;
        this.loader = loader;
        this.read = FileState.of(file);
        this.current = loader.get();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "llmrouter-learned");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads the router and begins to look after its file, each second.
     *
     * @param loader loads it anew
     * @throws ConfigurationException if it cannot be loaded now
     */
    static ServedStrategy start(Path file, Supplier<ServedVersion> loader) {
        var strategy = new ServedStrategy(file, loader);
        var unused = strategy.timer.scheduleWithFixedDelay(strategy::tick, 1, 1, TimeUnit.SECONDS);
        return strategy;
    }

    private void tick() {
        try {
            look();
            if (++looks % LOOKS_PER_SYNC == 0) {
                sync();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "Looking after the trained router " + file + " failed", failure);
        }
    }

    /** Looks whether the file has changed, and loads it if it did so before the last look. */
    synchronized void look() {
        FileState now = FileState.of(file);
        if (now.equals(read)) {
            unsettled = null;
        } else if (!now.equals(unsettled)) {
            unsettled = now;
        } else {
            read = now;
            unsettled = null;
            swap();
        }
    }

    private void swap() {
        try {
            ServedVersion next = loader.get();
            ServedVersion old = current;
            current = next;
            old.sync();
            retire(old);
            LOG.log(Level.INFO, () -> file + ": the changed trained router is in use");
        } catch (ConfigurationException refused) {
            LOG.log(
                    Level.WARNING,
                    () -> file + ": the changed trained router is not used, the old one stays: " + refused.summary());
        }
    }

    /** Closes a version when the decisions that it began have ended. */
    private void retire(ServedVersion old) {
        retired.add(old);
        var unused = timer.schedule(
                () -> {
                    if (retired.remove(old)) {
                        old.close();
                    }
                },
                GRACE_SECONDS,
                TimeUnit.SECONDS);
    }

    synchronized boolean sync() {
        return current.sync();
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        return current.strategy().decide(context);
    }

    @Override
    public CompletionStage<RoutingDecision> decideAsync(RoutingContext context) {
        return current.strategy().decideAsync(context);
    }

    @Override
    public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
        return current.strategy().routeAsync(context, calls);
    }

    @Override
    public void learn(String model, Feedback feedback) {
        current.strategy().learn(model, feedback);
    }

    @Override
    public List<Gauge> gauges() {
        ServedVersion version = current;
        DriftWatch drift = version.drift();
        if (drift == null) {
            return List.of();
        }
        Map<Integer, String> configured = version.router().mapping().trained().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        List<String> trained = version.router().router().models();
        return drift.gauges(model -> configured.getOrDefault(model, trained.get(model)));
    }

    /** Ends the watch and writes what was learned. */
    @Override
    public void close() {
        timer.shutdown();
        for (int i = 0; i < LAST_TURNS && !sync(); i++) {
            LockSupport.parkNanos(PAUSE);
        }
        retired.forEach(ServedVersion::close);
        retired.clear();
        current.close();
    }
}
