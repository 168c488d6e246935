package io.llmrouter.core.breaker;

import java.util.Arrays;

/** Calls and failures of the recent past, in ten slices of time. */
final class CallWindow {
    private static final int SLICES = 10;

    private final long slice;
    private final int[] calls = new int[SLICES];
    private final int[] failures = new int[SLICES];
    private final long origin;
    private long newest;

    CallWindow(long lengthNanos, long now) {
        this.slice = Math.max(1, lengthNanos / SLICES);
        this.origin = now;
    }

    void add(long now, boolean failed) {
        long current = (now - origin) / slice;
        if (current - newest >= SLICES) {
            Arrays.fill(calls, 0);
            Arrays.fill(failures, 0);
            newest = current;
        }
        while (newest < current) {
            newest++;
            calls[(int) (newest % SLICES)] = 0;
            failures[(int) (newest % SLICES)] = 0;
        }
        int index = (int) (newest % SLICES);
        calls[index]++;
        failures[index] += failed ? 1 : 0;
    }

    int calls() {
        return Arrays.stream(calls).sum();
    }

    int failures() {
        return Arrays.stream(failures).sum();
    }
}
