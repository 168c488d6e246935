package io.llmrouter.core.journal;

import io.llmrouter.core.files.LineReader;
import io.llmrouter.core.files.OwnerFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the files that were deleted from a journal add up to: a line for each of them.
 *
 * <p>A line counts only once its file is gone, so a process that dies between the two steps of {@link #takeIn} spoils
 * nothing. Processes that share the folder take turns by a lock on the file.
 */
final class Totals {
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    /** Within a process the file's lock does not hold. */
    private static final Object IN_PROCESS = new Object();

    private final Path file;

    Totals(Path file) {
        this.file = file;
    }

    /** Adds up a file of the journal, then deletes it. */
    void takeIn(Path segment) throws IOException {
        synchronized (IN_PROCESS) {
            try (FileChannel channel = OwnerFiles.open(file, APPEND);
                    var lock = channel.lock()) {
                if (!lock.isValid() || !Files.exists(segment)) {
                    return; // another process was faster
                }
                String name = segment.getFileName().toString();
                if (!names().contains(name)) {
                    var sums = new UsageSums();
                    JournalReader.readSegment(segment, sums::add);
                    append(channel, UsageJson.write(name, sums.rows()));
                }
                Files.delete(segment);
            }
        }
    }

    private static void append(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private Set<String> names() throws IOException {
        var names = new HashSet<String>();
        read((name, rows) -> names.add(name));
        return names;
    }

    /** Hands on the rows of the files that are gone. */
    void forEach(Consumer<UsageRow> rows) throws IOException {
        var done = new HashSet<String>();
        read((name, all) -> {
            if (!Files.exists(file.resolveSibling(name)) && done.add(name)) {
                all.forEach(rows);
            }
        });
    }

    private void read(UsageJson.Sink sink) throws IOException {
        if (Files.exists(file)) {
            LineReader.read(
                    file,
                    Long.MAX_VALUE,
                    (line, length) -> UsageJson.read(new String(line, 0, length, StandardCharsets.UTF_8), sink));
        }
    }
}
