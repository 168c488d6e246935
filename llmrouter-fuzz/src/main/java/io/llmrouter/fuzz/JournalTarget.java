package io.llmrouter.fuzz;

import io.llmrouter.core.journal.JournalReader;
import io.llmrouter.core.journal.UsageRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/** The journal: lines that are no records are counted, and what others say adds up. */
public final class JournalTarget {
    private JournalTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Path calls = Files.with("calls-x.jsonl", data);
            int lines = 1;
            for (byte b : data) {
                lines += b == '\n' ? 1 : 0;
            }
            int bad = JournalReader.read(calls, Instant.MIN, call -> {});
            Check.that(bad >= 0 && bad <= lines, bad + " bad lines of " + lines);
            add(parent(calls));
            add(parent(Files.with("totals.jsonl", data)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static void add(Path folder) throws IOException {
        for (UsageRow row : JournalReader.usage(folder, LocalDate.of(2000, 1, 1))) {
            Check.that(!row.toString().isEmpty(), "a row without words");
        }
    }
}
