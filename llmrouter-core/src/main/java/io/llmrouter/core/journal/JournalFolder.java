package io.llmrouter.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The folder of a journal: which files are in it, in which order, and how many bytes it may hold. */
final class JournalFolder {
    private static final String PREFIX = "calls-";
    private static final String SUFFIX = ".jsonl";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Two engines of one process may open a file in the same millisecond. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;

    JournalFolder(Path folder) {
        this.folder = folder;
    }

    /** A file that nobody else writes; later ones sort later. */
    JournalSegment newSegment(Instant now) throws IOException {
        String name = PREFIX + STAMP.format(now) + "-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement();
        return new JournalSegment(folder.resolve(name + SUFFIX));
    }

    /** The files, the oldest first; none if there is no folder. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(JournalFolder::isSegment).sorted().toList();
        } catch (NoSuchFileException noFolder) {
            return List.of();
        }
    }

    private static boolean isSegment(Path file) {
        return isSegment(file.getFileName().toString());
    }

    /** Whether a file of the journal can have that name. */
    static boolean isSegment(String name) {
        return name.startsWith(PREFIX)
                && name.endsWith(SUFFIX)
                && name.chars().allMatch(c -> c > ' ' && c != '/' && c != '\\' && c != ':');
    }

    /** The sums of the files that are gone. */
    Totals totals() {
        return new Totals(folder.resolve("totals.jsonl"));
    }

    /** Adds the oldest files to the totals and deletes them, until the rest is within the bound. */
    void keepWithin(long mostBytes, Path current) throws IOException {
        List<Path> segments = segments();
        long bytes = 0;
        for (Path segment : segments) {
            bytes += Files.size(segment);
        }
        for (Path segment : segments) {
            if (bytes <= mostBytes || segment.equals(current)) {
                return;
            }
            bytes -= Files.size(segment);
            totals().takeIn(segment);
        }
    }
}
