package io.llmrouter.core.journal;

import io.llmrouter.core.files.OwnerFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/** A file of the journal that this process writes. Not safe for concurrent use. */
final class JournalSegment implements AutoCloseable {
    private static final Set<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path file;
    private final FileChannel channel;
    private long size;

    JournalSegment(Path file) throws IOException {
        this.file = file;
        channel = OwnerFiles.open(file, NEW);
    }

    Path file() {
        return file;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** Appends whole lines; where that fails, none of them, so that no half line stays. */
    void append(ByteBuffer lines) throws IOException {
        int length = lines.remaining();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
            size += length;
        } catch (IOException failure) {
            channel.truncate(size);
            channel.position(size);
            throw failure;
        }
    }

    /** Has the disk take what was appended, and closes the file. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(false);
        }
    }
}
