package io.llmrouter.benchmarks.load;

/**
 * What a load saw while it was measured.
 *
 * @param answers how many answers came; of streams that were under way, the share that came
 * @param errors how many requests had no answer, or not the one expected
 * @param firstError what was wrong with the first of them; empty if nothing was
 * @param seconds how long was measured
 * @param p50Micros the median time from a request to the end of its answer, in microseconds; NaN if none was complete
 * @param p99Micros the same for the 99th percentile
 */
public record LoadResult(
        double answers, long errors, String firstError, double seconds, double p50Micros, double p99Micros) {}
