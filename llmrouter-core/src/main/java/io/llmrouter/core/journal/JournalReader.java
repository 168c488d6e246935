package io.llmrouter.core.journal;

import io.llmrouter.core.files.LineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a journal, also while others write it. */
public final class JournalReader {
    private JournalReader() {}

    /**
     * Hands on the calls that ended at or after a time, file by file, the oldest first.
     *
     * @param journal the folder, or one of its files
     * @return how many lines were no records: the last line of a file may be half written
     */
    public static int read(Path journal, Instant since, Consumer<CallRecord> calls) throws IOException {
        int bad = 0;
        for (Path segment : segments(journal)) {
            bad += readSegment(segment, call -> {
                if (!call.time().isBefore(since)) {
                    calls.accept(call);
                }
            });
        }
        return bad;
    }

    private static List<Path> segments(Path journal) throws IOException {
        return Files.isRegularFile(journal) ? List.of(journal) : new JournalFolder(journal).segments();
    }

    static int readSegment(Path segment, Consumer<CallRecord> calls) throws IOException {
        LineReader.Sink sink = (line, length) -> {
            Optional<CallRecord> call = CallRecordJson.read(new String(line, 0, length, StandardCharsets.UTF_8));
            call.ifPresent(calls);
            return call.isPresent();
        };
        try {
            return LineReader.read(segment, Long.MAX_VALUE, sink).bad();
        } catch (NoSuchFileException deletedMeanwhile) {
            return 0; // its sums are in the totals now
        }
    }

    /** Adds up what was used since a day, in UTC, the calls included whose records were deleted since. */
    public static Collection<UsageRow> usage(Path folder, LocalDate since) throws IOException {
        var sums = new UsageSums();
        new JournalFolder(folder).totals().forEach(row -> {
            if (!row.day().isBefore(since)) {
                sums.add(row);
            }
        });
        read(folder, since.atStartOfDay().toInstant(ZoneOffset.UTC), sums::add);
        return sums.rows();
    }
}
