package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.error.LlmRouterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call: those that have ended, and one or two that are under way, of which the first with content
 * answers. It shares the lock of its call. Safe for concurrent use.
 */
final class Race {
    private static final Logger LOG = System.getLogger(Race.class.getName());

    private final Call call;
    private final Runs runs = new Runs();
    private final List<Attempt> ended = new ArrayList<>();
    private @Nullable Steps steps;

    Race(Call call) {
        this.call = call;
    }

    List<AttemptRun> underWay() {
        synchronized (call) {
            return runs.all();
        }
    }

    /** The attempts that have ended, in the order of their ends. */
    List<Attempt> attempts() {
        synchronized (call) {
            return List.copyOf(ended);
        }
    }

    void record(Attempt attempt) {
        synchronized (call) {
            ended.add(attempt);
        }
    }

    /**
     * Under the lock: an attempt is about to start.
     *
     * @param doubled who knows which model to ask too, if it is the first attempt and slow; {@code null} if nobody does
     */
    void begin(AttemptRun run, @Nullable Steps doubled) {
        runs.add(run);
        if (doubled != null) {
            steps = doubled;
            runs.watch(run, call.isStreamed(), () -> askAnother(doubled));
        }
    }

    /** Under the lock: the call has ended. */
    void clear() {
        runs.clear();
    }

    /** Asks the next fallback too: the first attempt is slow. */
    private void askAnother(Steps next) {
        Member second;
        synchronized (call) {
            AttemptRun slow = runs.slow();
            second = slow == null ? null : next.beside(slow.member);
        }
        if (second != null) {
            next.askForRoom(second).whenComplete((reply, failure) -> askedBeside(next, second, reply));
        }
    }

    private void askedBeside(Steps next, Member second, @Nullable Reply reply) {
        AttemptRun run = null;
        synchronized (call) {
            if (reply instanceof Entry entry && !call.isOver() && runs.slow() != null) {
                run = besideOrNull(next, entry);
            }
            if (run == null) {
                next.putBack(second);
            } else {
                runs.add(run);
            }
        }
        if (run != null) {
            run.start();
        } else if (reply instanceof Entry entry) {
            entry.giveBack();
        }
    }

    private @Nullable AttemptRun besideOrNull(Steps next, Entry entry) {
        try {
            return next.newRun(entry, Duration.ZERO);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "The model " + entry.member().name() + " could not be asked too", failure);
            return null;
        }
    }

    /** Whether the attempt is the one that answers, now that it has content: another one is then given up. */
    boolean claim(AttemptRun by) {
        Map<AttemptRun, Attempt> losers;
        synchronized (call) {
            if (!runs.claim(by)) {
                return false;
            }
            losers = giveUpAllBut(by);
        }
        losers.forEach(AttemptRun::lose);
        return true;
    }

    /** Takes the other attempts out of the race, and records them. */
    private Map<AttemptRun, Attempt> giveUpAllBut(AttemptRun by) {
        Map<AttemptRun, Attempt> losers = new LinkedHashMap<>();
        for (AttemptRun loser : runs.removeAllBut(by)) {
            Attempt lost = loser.lost(call.promptTokens());
            ended.add(lost);
            losers.put(loser, lost);
            if (steps != null) {
                steps.putBack(loser.member);
            }
            if (runs.isFirst(loser)) {
                loser.member.hedging().took(call.isStreamed(), loser.elapsed()); // it takes at least as long
            }
        }
        return losers;
    }

    /** Takes an attempt that has failed out of the race; {@code true} if no other is under way, to answer instead. */
    boolean isOver(AttemptRun by, LlmRouterException failure) {
        Attempt attempt = by.failed(failure, call.promptTokens());
        Map<AttemptRun, Attempt> losers = Map.of();
        boolean last;
        synchronized (call) {
            if (!runs.remove(by)) {
                return false; // another model has answered meanwhile
            }
            ended.add(attempt);
            if (!call.isOver() && !mayAnswerInstead(by, failure)) {
                losers = giveUpAllBut(by);
            }
            last = runs.isEmpty();
        }
        by.settle(attempt);
        losers.forEach(AttemptRun::lose);
        return last;
    }

    /** Whether the other attempt is to go on: what one model says of the request may hold for all. */
    private boolean mayAnswerInstead(AttemptRun by, LlmRouterException failure) {
        return !runs.isFirst(by) || RetryRule.of(failure).nextModel() != RetryRule.NextModel.NO;
    }
}
