package io.llmrouter.core.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes lines on a thread of its own, as many at once as are waiting, and begins a new file where one is full. */
final class JournalWriter implements AutoCloseable {
    /** A journal consists of so many files at most, or a few more. */
    private static final int FILES = 16;

    private static final int MOST_AT_ONCE = 50;
    private static final long POLL_MILLIS = 200;
    private static final long CLOSING_MILLIS = 5_000;

    private final JournalFolder folder;
    private final long mostBytes;
    private final Clock clock;
    private final Logger log;
    private final BlockingQueue<Supplier<byte[]>> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "llmrouter-journal");

    private volatile boolean closing;
    /** Used by the thread only, as is what follows. */
    private @Nullable JournalSegment segment;

    private boolean failing;

    JournalWriter(JournalFolder folder, long mostBytes, int longestQueue, Clock clock, Logger log) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.log = log;
        waiting = new ArrayBlockingQueue<>(longestQueue);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has a line written; drops it if too many are waiting already. */
    void append(Supplier<byte[]> line) {
        if (closing || !waiting.offer(line)) {
            lost.incrementAndGet();
        }
    }

    /** How many lines were not written. */
    long lost() {
        return lost.get();
    }

    private void run() {
        List<Supplier<byte[]>> batch = new ArrayList<>();
        try {
            while (!closing || !waiting.isEmpty()) {
                Supplier<byte[]> first = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MOST_AT_ONCE - 1);
                    write(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException gaveUp) {
            lost.addAndGet(waiting.size());
        } finally {
            closeSegment();
        }
    }

    private void write(List<Supplier<byte[]>> batch) {
        try {
            var bytes = new ByteArrayOutputStream();
            for (Supplier<byte[]> line : batch) {
                bytes.writeBytes(line.get());
            }
            current().append(ByteBuffer.wrap(bytes.toByteArray()));
            if (failing) {
                failing = false;
                log.log(Level.WARNING, () -> "The journal is written again; " + lost + " calls are not in it");
            }
        } catch (IOException | RuntimeException failure) {
            lost.addAndGet(batch.size());
            if (segment != null && !segment.isOpen()) {
                segment = null;
            }
            if (!failing) {
                failing = true;
                log.log(Level.WARNING, "The journal cannot be written: calls are not recorded", failure);
            }
        }
    }

    private JournalSegment current() throws IOException {
        if (segment != null && segment.size() >= mostBytes / FILES) {
            closeSegment();
        }
        if (segment == null) {
            segment = folder.newSegment(clock.instant());
            folder.keepWithin(mostBytes - mostBytes / FILES, segment.file());
        }
        return segment;
    }

    private void closeSegment() {
        try {
            if (segment != null) {
                segment.close();
            }
        } catch (IOException failure) {
            log.log(Level.WARNING, "A file of the journal could not be closed", failure);
        }
        segment = null;
    }

    /** Writes what is waiting, for at most five seconds. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt(); // an interrupted write closes the file
        if (lost.get() > 0) {
            log.log(Level.WARNING, () -> lost + " calls were not recorded in the journal");
        }
    }
}
