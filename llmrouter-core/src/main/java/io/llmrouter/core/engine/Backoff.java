package io.llmrouter.core.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a retry: exponential, with full jitter, so that callers who failed together return apart. */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long LARGEST_MILLIS = 8_000;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A wait between nothing and the limit, which doubles with each retry.
     *
     * @param retry the number of the retry, from 0
     */
    Duration before(int retry) {
        long limit = Math.min(LARGEST_MILLIS, FIRST_MILLIS << Math.min(retry, 10));
        return Duration.ofMillis(random.nextLong(limit + 1));
    }

    /** A wait that somebody asked for, and up to a tenth more, at most a second. */
    Duration jittered(Duration wait) {
        long most = Math.min(wait.toMillis() / 10, 1_000);
        return most == 0 ? wait : wait.plusMillis(random.nextLong(most + 1));
    }
}
