package io.llmrouter.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All requests, all that went wrong, and some counts. Safe for concurrent use. */
final class Book {
    private static final int MOST_FAULTS = 50;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, Case> cases = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final List<String> broken = new ArrayList<>();
    private final AtomicInteger brokenCount = new AtomicInteger();

    Case open(String kind) {
        int number = numbers.incrementAndGet();
        var opened = new Case(number, kind);
        cases.put(number, opened);
        return opened;
    }

    @Nullable
    Case of(int number) {
        return cases.get(number);
    }

    Collection<Case> cases() {
        return cases.values();
    }

    int size() {
        return cases.size();
    }

    void count(String what) {
        counts.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    long counted(String what) {
        LongAdder counter = counts.get(what);
        return counter == null ? 0 : counter.sum();
    }

    /** All counts whose names begin so. */
    Map<String, Long> counts(String prefix) {
        var found = new ConcurrentSkipListMap<String, Long>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), count.sum());
            }
        });
        return found;
    }

    /** Notes that something does not hold. */
    void broken(String what) {
        brokenCount.incrementAndGet();
        synchronized (broken) {
            if (broken.size() < MOST_FAULTS) {
                broken.add(what);
            }
        }
    }

    int brokenCount() {
        return brokenCount.get();
    }

    List<String> broken() {
        synchronized (broken) {
            return List.copyOf(broken);
        }
    }
}
