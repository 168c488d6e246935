package io.llmrouter.soak;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the clients ask, has them pause, and stops them. Safe for concurrent use. */
final class Traffic {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean flows = true;
    private boolean stopped;
    private int underWay;

    /** Waits until a client may ask; {@code false} if there is nothing more to ask. */
    boolean mayAsk() throws InterruptedException {
        lock.lock();
        try {
            while (!flows && !stopped) {
                changed.await();
            }
            if (!stopped) {
                underWay++;
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    void asked() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has all clients pause; {@code false} if some have not come to an end by then. */
    boolean pause(Duration most) throws InterruptedException {
        lock.lock();
        try {
            flows = false;
            long left = most.toNanos();
            while (underWay > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    void goOn() {
        lock.lock();
        try {
            flows = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A pause between two looks at something that is to come. */
    static void moment() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
    }
}
