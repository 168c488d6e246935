package io.llmrouter.core.memory;

import io.llmrouter.core.files.OwnerFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Appends lines to a file on a thread of its own, which ends when it has been idle.
 *
 * <p>Each line is one write at the file's end, so lines of several processes do not mix, and the file may be moved away
 * at any time. What cannot be written is lost, with one warning: no request waits or fails for it.
 */
final class MemoryWriter implements AutoCloseable {
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    private static final Set<StandardOpenOption> LOCK = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSING_SECONDS = 1;

    private final Path file;
    private final long maxBytes;
    private final Logger log;
    private final ThreadPoolExecutor thread;
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();
    /** Used by the thread only. */
    private boolean onNewLine;

    /**
     * Creates a writer; neither the file nor the thread yet.
     *
     * @param onNewLine whether the file is empty or ends with a whole line
     * @param longestQueue how many lines may wait
     */
    MemoryWriter(Path file, boolean onNewLine, int longestQueue, Logger log) {
        this(file, Long.MAX_VALUE, onNewLine, longestQueue, log);
    }

    /**
     * Creates a writer that begins a new file where the old one has become too large.
     *
     * @param maxBytes the size from which on it is renamed, to {@code .1} at its end
     */
    MemoryWriter(Path file, long maxBytes, boolean onNewLine, int longestQueue, Logger log) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.log = log;
        this.onNewLine = onNewLine;
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(longestQueue), MemoryWriter::daemon);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "llmrouter-memory");
        thread.setDaemon(true);
        return thread;
    }

    /** Has a line written; drops it if too many are waiting already. */
    void append(Supplier<byte[]> line) {
        try {
            thread.execute(() -> write(line));
        } catch (RejectedExecutionException full) {
            if (dropped.getAndIncrement() == 0 && !thread.isShutdown()) {
                log.log(Level.WARNING, () -> file + " cannot be written fast enough: decisions are not stored");
            }
        }
    }

    /** How many lines were not even tried. */
    int dropped() {
        return dropped.get();
    }

    private void write(Supplier<byte[]> waiting) {
        try (FileChannel channel = OwnerFiles.open(file, APPEND)) {
            byte[] line = waiting.get();
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (!onNewLine) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            int length = bytes.remaining();
            int written = channel.write(bytes);
            onNewLine = written == length;
            if (written < length) {
                throw new IOException("wrote " + written + " of " + length + " bytes");
            }
            if (channel.size() >= maxBytes) {
                rotate();
            }
        } catch (IOException | RuntimeException failure) {
            if (!failed.getAndSet(true)) {
                log.log(Level.WARNING, () -> file + " cannot be written: decisions are not stored", failure);
            }
        }
    }

    /** Of several writers that find the file too large, the one that has the lock renames it. */
    private void rotate() throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = OwnerFiles.open(beside, LOCK);
                FileLock lock = channel.tryLock()) {
            if (lock != null && Files.size(file) >= maxBytes) {
                Path older = file.resolveSibling(file.getFileName() + ".1");
                Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (OverlappingFileLockException | NoSuchFileException another) {
            log.log(Level.DEBUG, () -> file + " is renamed by another writer");
        }
    }

    /** Writes what is waiting, for at most a second. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                dropped.addAndGet(thread.shutdownNow().size());
            }
        } catch (InterruptedException interrupted) {
            dropped.addAndGet(thread.shutdownNow().size());
            Thread.currentThread().interrupt();
        }
        if (dropped.get() > 0) {
            log.log(Level.WARNING, () -> file + ": " + dropped + " decisions were not stored");
        }
    }
}
