package io.llmrouter.core.engine;

import io.llmrouter.api.QueueState;
import io.llmrouter.core.config.QueueConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait until a model has room for them: by priority, and of the same priority in the order in which they
 * came.
 *
 * <p>A guest waits at the doors of several models and goes in at the first that opens. When a door may have opened, as
 * an attempt has ended or a time is over, the first in line there asks whether it may go in; if it may, the next asks.
 * So nobody asks in vain but the first, and one asks at a time. Shared by the engines of a router, so that calls of an
 * old configuration and of a new one stand in one line. Safe for concurrent use.
 */
final class WaitingLine {
    private static final Logger LOG = System.getLogger(WaitingLine.class.getName());

    private final Map<String, Door> doors = new HashMap<>();
    private final TreeSet<Place> all = new TreeSet<>();
    /** Where the first in line is to ask. */
    private final LinkedHashSet<Door> due = new LinkedHashSet<>();

    private QueueConfig config = QueueConfig.DEFAULT;
    /** Whether a thread, or an answer that is to come, sees to what is due. */
    private boolean serving;

    private long numbers;
    private long admitted;
    private long refused;
    private long waitedNanos;
    /** The size of the line, for those who only look. */
    private volatile int size;

    /** Changes the bounds; whoever waits goes on. */
    synchronized void configure(QueueConfig next) {
        config = next;
    }

    synchronized QueueConfig config() {
        return config;
    }

    /** Whether somebody waits at a door before whom a newcomer of that priority may not go in. */
    boolean isAhead(String door, int priority) {
        if (size == 0) {
            return false;
        }
        synchronized (this) {
            Door known = doors.get(door);
            return known != null && known.line.first().guest.priority() >= priority;
        }
    }

    /** How many wait at a door. */
    int waitingAt(String door) {
        if (size == 0) {
            return 0;
        }
        synchronized (this) {
            Door known = doors.get(door);
            return known == null ? 0 : known.line.size();
        }
    }

    synchronized QueueState state() {
        return new QueueState(all.size(), admitted, refused, Duration.ofNanos(waitedNanos));
    }

    /** Somebody was refused who did not get a place, or lost it. */
    synchronized void countRefused() {
        refused++;
    }

    /**
     * Takes a guest in, who asks at no door before {@link #serve(Place)}. If the line is full the last of a lower
     * priority loses its place.
     *
     * @return the place; {@code null} if there is none
     */
    @Nullable
    Place join(Guest guest) {
        Place displaced = null;
        Place place;
        synchronized (this) {
            if (all.size() >= config.maxWaiting()) {
                displaced = all.isEmpty() ? null : all.last();
                if (displaced == null || displaced.guest.priority() >= guest.priority()) {
                    return null;
                }
                remove(displaced);
            }
            place = new Place(guest, numbers++);
            all.add(place);
            for (String name : guest.doors()) {
                doors.computeIfAbsent(name, Door::new).line.add(place);
            }
            size = all.size();
        }
        if (displaced != null) {
            displaced.guest.displaced();
        }
        return place;
    }

    /** Has a newcomer ask at the doors where it is the first: they may have opened while it came. */
    void serve(Place place) {
        synchronized (this) {
            place.guest.doors().stream()
                    .map(doors::get)
                    .filter(door -> door != null && door.line.first() == place)
                    .forEach(due::add);
        }
        serve();
    }

    /** Gives a place back; {@code false} if it was given back before, or the guest was let in. */
    boolean leave(Place place) {
        boolean was;
        synchronized (this) {
            was = remove(place);
        }
        serve();
        return was;
    }

    /** A door may have opened. */
    void knock(String door) {
        if (size == 0) {
            return;
        }
        synchronized (this) {
            Door known = doors.get(door);
            if (known == null) {
                return;
            }
            due.add(known);
        }
        serve();
    }

    /** Any door may have opened. */
    void knockAtAll() {
        if (size > 0) {
            synchronized (this) {
                due.addAll(doors.values());
            }
            serve();
        }
    }

    /** Lets the first at each door that is due ask, one after the other. */
    private void serve() {
        synchronized (this) {
            if (serving) {
                return;
            }
            serving = true;
        }
        goOn();
    }

    private void goOn() {
        for (Visit visit = next(); visit != null; visit = next()) {
            Visit asked = visit;
            CompletableFuture<Answer> answer = asked.ask();
            if (!answer.isDone()) {
                answer.whenComplete((known, failure) -> {
                    answered(asked, known, failure);
                    goOn();
                });
                return;
            }
            answer.whenComplete((known, failure) -> answered(asked, known, failure));
        }
    }

    private synchronized @Nullable Visit next() {
        var first = due.iterator();
        if (!first.hasNext()) {
            serving = false;
            return null;
        }
        Door door = first.next();
        first.remove();
        return new Visit(door, door.line.first());
    }

    private void answered(Visit visit, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            if (took(visit, false)) {
                guarded(() -> visit.place.guest.failed(failure));
            }
        } else if (answer.pass() != null) {
            Pass pass = answer.pass();
            boolean stayed = took(visit, true);
            guarded(stayed ? pass::use : pass::giveBack);
        } else {
            refused(visit, answer);
        }
    }

    /** What a guest does must not stop the line. */
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError failure) {
            LOG.log(Level.ERROR, "A call that waited could not go on", failure);
        }
    }

    /** Takes the one who asked out of the line, and has the next ask; {@code false} if it had left. */
    private synchronized boolean took(Visit visit, boolean letIn) {
        boolean stayed = remove(visit.place);
        if (stayed && letIn) {
            admitted++;
            waitedNanos += visit.place.guest.waitedNanos();
        }
        if (doors.get(visit.door.name) != visit.door) {
            return stayed; // nobody is left there
        }
        if (letIn && visit.door.pace.mustPause()) {
            due.remove(visit.door);
            visit.door.wakeAfter(Pace.PAUSE, visit.door.line.first());
        } else {
            due.add(visit.door);
        }
        return stayed;
    }

    private synchronized void refused(Visit visit, Answer answer) {
        if (doors.get(visit.door.name) != visit.door) {
            return;
        }
        if (answer.paused()) {
            visit.door.pace.slowStart();
        }
        if (visit.door.line.first() != visit.place) {
            due.add(visit.door); // another one is the first now
        } else if (answer.again() != null) {
            visit.door.wakeAfter(answer.again(), visit.place);
        }
    }

    /** Under the lock. Whoever comes first now asks anew: it may need less, and its clock must tick instead. */
    private boolean remove(Place place) {
        if (!all.remove(place)) {
            return false;
        }
        for (String name : place.guest.doors()) {
            Door door = doors.get(name);
            if (door == null) {
                continue;
            }
            boolean first = door.line.first() == place || door.waker == place;
            door.line.remove(place);
            if (door.line.isEmpty()) {
                door.sleep();
                due.remove(door);
                doors.remove(name);
            } else if (first) {
                due.add(door);
            }
        }
        size = all.size();
        return true;
    }

    /** Somebody who waits. */
    interface Guest {
        /** The greater, the sooner; always the same. */
        int priority();

        /** The doors at which it waits; always the same. */
        List<String> doors();

        /** Asks whether it may go in. */
        CompletableFuture<Answer> ask(String door);

        /** There is no place any more: somebody of a higher priority has it. */
        void displaced();

        /** It cannot be said whether it may go in; the place is lost. */
        void failed(@Nullable Throwable failure);

        /** How long it has waited. */
        long waitedNanos();

        Timing timing();
    }

    /** The leave to go in: used or given back, once. */
    interface Pass {
        void use();

        void giveBack();
    }

    /**
     * Whether a guest may go in.
     *
     * @param pass the leave; {@code null} if it may not
     * @param again after which time it is worth asking again; {@code null} if an event will tell
     * @param paused whether the provider wanted a pause, after which not all should come at once
     */
    record Answer(@Nullable Pass pass, @Nullable Duration again, boolean paused) {
        static Answer of(Pass pass) {
            return new Answer(pass, null, false);
        }
    }

    /** A guest's place in line. */
    static final class Place implements Comparable<Place> {
        private final Guest guest;
        private final long number;

        private Place(Guest guest, long number) {
            this.guest = guest;
            this.number = number;
        }

        @Override
        public int compareTo(Place other) {
            int sooner = Integer.compare(other.guest.priority(), guest.priority());
            return sooner != 0 ? sooner : Long.compare(number, other.number);
        }
    }

    /** Where guests wait for one model: never without any. */
    private final class Door {
        private final String name;
        private final TreeSet<Place> line = new TreeSet<>();
        private final Pace pace = new Pace();
        private Timing.@Nullable Cancellable alarm;
        /** By whose clock the alarm goes: it may stop when that one leaves. */
        private @Nullable Place waker;

        Door(String name) {
            this.name = name;
        }

        void wakeAfter(Duration wait, Place place) {
            sleep();
            try {
                alarm = place.guest.timing().after(wait, () -> knock(name));
                waker = place;
            } catch (RejectedExecutionException closed) {
                LOG.log(Level.DEBUG, "The router of a call that waits is closed: the call is about to leave");
            }
        }

        void sleep() {
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
                waker = null;
            }
        }
    }

    /** The first at a door, asking. */
    private record Visit(Door door, Place place) {
        CompletableFuture<Answer> ask() {
            try {
                return place.guest.ask(door.name);
            } catch (RuntimeException | LinkageError failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }
    }
}
