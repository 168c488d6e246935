package io.llmrouter.benchmarks.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much memory a gateway takes, five times a second, until it is closed. */
public final class PeakMemory implements AutoCloseable {
    private final AtomicLong peak = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private PeakMemory(ProcessTree processes) {
        clock.scheduleAtFixedRate(
                () -> peak.accumulateAndGet(processes.residentBytes(), Math::max), 0, 200, TimeUnit.MILLISECONDS);
    }

    /** Begins to watch. */
    public static PeakMemory watch(ProcessTree processes) {
        return new PeakMemory(processes);
    }

    /** The most memory seen so far, in bytes. */
    public long bytes() {
        return peak.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
