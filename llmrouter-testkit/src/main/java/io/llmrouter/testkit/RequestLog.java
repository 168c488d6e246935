package io.llmrouter.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The latest requests, in the order in which they were received. Safe for concurrent use. */
final class RequestLog {
    static final int MAX_REQUESTS = 10_000;
    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private long bytes;

    void add(RecordedRequest request) {
        lock.lock();
        try {
            requests.add(request);
            bytes += request.size();
            while (requests.size() > MAX_REQUESTS || (bytes > MAX_BYTES && requests.size() > 1)) {
                bytes -= requests.remove().size();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<RecordedRequest> all() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    List<RecordedRequest> of(String model) {
        var found = new ArrayList<RecordedRequest>();
        for (RecordedRequest request : all()) {
            if (request.model().equals(model)) {
                found.add(request);
            }
        }
        return List.copyOf(found);
    }

    List<RecordedRequest> await(int count, Duration max) throws InterruptedException {
        lock.lock();
        try {
            long left = max.toNanos();
            while (requests.size() < count) {
                if (left <= 0) {
                    throw new AssertionError(
                            "Expected " + count + " requests within " + max + ", found " + requests.size());
                }
                left = grown.awaitNanos(left);
            }
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }
}
