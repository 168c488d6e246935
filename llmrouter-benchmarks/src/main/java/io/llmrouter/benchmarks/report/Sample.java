package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.load.LoadResult;

/**
 * What one load on one gateway gave in one round.
 *
 * @param load what the clients saw
 * @param cpuSeconds the CPU time of all the gateway's processes meanwhile
 * @param residentBytes the most memory they held
 */
public record Sample(LoadResult load, double cpuSeconds, long residentBytes) {

    /** CPU time for each answer, in microseconds; NaN without any. */
    public double cpuMicros() {
        return load.answers() == 0 ? Double.NaN : cpuSeconds * 1e6 / load.answers();
    }

    /** Answers a second. */
    public double perSecond() {
        return load.answers() / load.seconds();
    }

    /** The most memory, in millions of bytes. */
    public double megabytes() {
        return residentBytes / 1e6;
    }
}
