package io.llmrouter.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/** Bounds the requests under way: more wait in line, and more than that are refused. Safe for concurrent use. */
final class Admission {
    private int maxRunning;
    private int maxWaiting;
    private final Deque<Ticket> line = new ArrayDeque<>();
    private int running;

    Admission(int maxRunning, int maxWaiting) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
    }

    /** Changes the bounds; whoever runs or waits goes on. */
    void resize(int newMaxRunning, int newMaxWaiting) {
        var begun = new ArrayList<Ticket>();
        synchronized (this) {
            maxRunning = newMaxRunning;
            maxWaiting = newMaxWaiting;
            while (running < maxRunning && !line.isEmpty()) {
                Ticket next = line.removeFirst();
                next.waiting = false;
                next.running = true;
                running++;
                begun.add(next);
            }
        }
        begun.forEach(ticket -> ticket.begin.run());
    }

    /**
     * Asks for a turn.
     *
     * @param begin run when it is the request's turn: at once, or later on another request's thread
     * @return {@code false} if the line is full
     */
    boolean enter(Ticket ticket, Runnable begin) {
        synchronized (this) {
            ticket.begin = begin;
            if (running >= maxRunning) {
                if (line.size() >= maxWaiting) {
                    return false;
                }
                ticket.waiting = true;
                line.addLast(ticket);
                return true;
            }
            running++;
            ticket.running = true;
        }
        begin.run();
        return true;
    }

    /** Gives the turn, or the place in line, back. */
    void leave(Ticket ticket) {
        Ticket next = null;
        synchronized (this) {
            if (ticket.waiting) {
                ticket.waiting = false;
                line.remove(ticket);
            } else if (ticket.running) {
                ticket.running = false;
                next = running > maxRunning ? null : line.pollFirst();
                if (next == null) {
                    running--;
                } else {
                    next.waiting = false;
                    next.running = true;
                }
            }
        }
        if (next != null) {
            next.begin.run();
        }
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return line.size();
    }

    /** One request's place. */
    static final class Ticket {
        private Runnable begin = () -> {};
        private boolean waiting;
        private boolean running;
    }
}
