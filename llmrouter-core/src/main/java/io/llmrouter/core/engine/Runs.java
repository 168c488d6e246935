package io.llmrouter.core.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call that are under way: one, or two of which the first with content answers. Used under the lock of
 * its call.
 */
final class Runs {
    private final List<AttemptRun> running = new ArrayList<>(2);
    private @Nullable AttemptRun answering;
    private @Nullable AttemptRun first;
    private Timing.@Nullable Cancellable timer;

    void add(AttemptRun run) {
        running.add(run);
    }

    /** The first attempt of the call begins: if it is slow, another is asked for. */
    void watch(AttemptRun run, boolean isStreamed, Runnable askAnother) {
        if (first != null) {
            return;
        }
        first = run;
        Duration after = run.member.hedging().begin(isStreamed);
        if (after != null) {
            timer = run.call.timing().after(after, askAnother);
        }
    }

    /** No other attempt is to be asked for. */
    void unwatch() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Takes one out; {@code false} if it is not under way. */
    boolean remove(AttemptRun run) {
        if (answering == run) {
            answering = null;
        }
        unwatch();
        return running.remove(run);
    }

    /** Lets one answer; {@code false} if another one does, or it is not under way. */
    boolean claim(AttemptRun run) {
        if (answering == null && running.contains(run)) {
            answering = run;
        }
        return answering == run;
    }

    /** Takes all but one out. */
    List<AttemptRun> removeAllBut(AttemptRun run) {
        unwatch();
        List<AttemptRun> others = running.stream().filter(other -> other != run).toList();
        running.removeAll(others);
        return others;
    }

    boolean isFirst(AttemptRun run) {
        return run == first;
    }

    /** The first attempt, if it is the only one and has no content yet. */
    @Nullable
    AttemptRun slow() {
        return answering == null && running.size() == 1 && running.get(0) == first ? first : null;
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    List<AttemptRun> all() {
        return List.copyOf(running);
    }

    void clear() {
        running.clear();
        answering = null;
        unwatch();
    }
}
