package io.llmrouter.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts while it is told to. Lives on one event loop. */
final class Tally {
    private final Load load;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private boolean counting;
    private long begun;
    private long pieces;
    private long errors;
    private String firstError = "";

    Tally(Load load) {
        this.load = load;
    }

    void begin() {
        counting = true;
        begun = System.nanoTime();
    }

    void pieces(int more) {
        if (counting) {
            pieces += more;
        }
    }

    void answer(long nanos) {
        if (counting) {
            latencies.recordValue(Math.min(nanos, latencies.getHighestTrackableValue()));
        }
    }

    /** Also counts before the measurement, so that a gateway that never answers is noticed. */
    void error(String what) {
        errors++;
        if (firstError.isEmpty()) {
            firstError = what;
        }
    }

    double answers() {
        return (double) pieces / load.pieces();
    }

    LoadResult end() {
        counting = false;
        return new LoadResult(
                answers(), errors, firstError, (System.nanoTime() - begun) / 1e9, percentile(50), percentile(99));
    }

    private double percentile(double percentile) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percentile) / 1e3;
    }
}
