package io.llmrouter.core.config;

import io.llmrouter.api.error.ConfigurationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration's file again when it has changed.
 *
 * <p>It looks at the file in an interval rather than ask the system for events, which network drives and mounted
 * volumes do not send; a file that is replaced, or a link to another, counts as changed. A change is read once the file
 * has stayed the same for an interval. Start it before the first load, and no change is missed.
 *
 * <p>The listeners are called one at a time, on a daemon thread of the watcher or on that of {@link #checkNow()}. Safe
 * for concurrent use.
 */
public final class ConfigWatcher implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ConfigWatcher.class.getName());

    private final Path file;
    private final ConfigLoader loader;
    private final Consumer<RouterConfig> onChange;
    private final Consumer<ConfigurationException> onProblem;
    private final ScheduledExecutorService timer;
    private final ReentrantLock turn = new ReentrantLock();

    private FileStamp read;
    private @Nullable FileStamp unsettled;
    private volatile boolean closed;

    private ConfigWatcher(
            Path file,
            ConfigLoader loader,
            Consumer<RouterConfig> onChange,
            Consumer<ConfigurationException> onProblem) {
        this.file = Objects.requireNonNull(file, "file");
        this.loader = Objects.requireNonNull(loader, "loader");
        this.onChange = Objects.requireNonNull(onChange, "onChange");
        this.onProblem = Objects.requireNonNull(onProblem, "onProblem");
        this.read = FileStamp.of(file);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "llmrouter-config");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to watch.
     *
     * @param interval how often to look, more than zero
     * @param onChange is given each new configuration, which is valid
     * @param onProblem is told why a changed file cannot be used; what was read before goes on
     */
    public static ConfigWatcher start(
            Path file,
            ConfigLoader loader,
            Duration interval,
            Consumer<RouterConfig> onChange,
            Consumer<ConfigurationException> onProblem) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval: expected more than zero, found " + interval);
        }
        var watcher = new ConfigWatcher(file, loader, onChange, onProblem);
        var nanos = interval.toNanos();
        var unused = watcher.timer.scheduleWithFixedDelay(watcher::look, nanos, nanos, TimeUnit.NANOSECONDS);
        return watcher;
    }

    /** Reads the file at once, changed or not: for a signal, or after a file that it refers to has changed. */
    public void checkNow() {
        turn.lock();
        try {
            read(FileStamp.of(file));
        } finally {
            turn.unlock();
        }
    }

    /** Looks whether the file has changed, and reads it if it did so before the last look. */
    void look() {
        turn.lock();
        try {
            var now = FileStamp.of(file);
            if (now.equals(read)) {
                unsettled = null;
            } else if (now.equals(unsettled)) {
                read(now);
            } else {
                unsettled = now;
            }
        } finally {
            turn.unlock();
        }
    }

    private void read(FileStamp stamp) {
        if (closed) {
            return;
        }
        read = stamp;
        unsettled = null;
        RouterConfig config;
        try {
            config = loader.load(file);
        } catch (ConfigurationException e) {
            tell(onProblem, e);
            return;
        }
        tell(onChange, config);
    }

    /** A listener that fails must not end the watch. */
    private static <T> void tell(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "The listener of configuration changes failed", e);
        }
    }

    /** Ends the watch. A listener that is being called may still return after this. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }

    @Override
    public String toString() {
        return "ConfigWatcher[" + file + "]";
    }
}
