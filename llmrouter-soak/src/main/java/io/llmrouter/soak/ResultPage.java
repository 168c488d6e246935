package io.llmrouter.soak;

import io.llmrouter.soak.ServerProcess.Vitals;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What people read at the end. */
final class ResultPage {
    private static final double MEGABYTE = 1 << 20;

    private final Book book;
    private final List<Vitals> vitals;

    ResultPage(Book book, List<Vitals> vitals) {
        this.book = book;
        this.vitals = vitals;
    }

    void print(PrintStream out) {
        out.println();
        out.printf("  %-28s %9s %9s %9s%n", "requests", "whole", "error", "left");
        byKind().forEach((kind, ends) -> out.printf("  %-28s %9d %9d %9d%n", kind, ends[0], ends[1], ends[2]));
        out.println();
        out.printf(
                "  %d attempts at providers, %d of them with a fault; %d changes of the configuration; %d bad requests%n%n",
                book.counted("upstream"),
                book.counted("faults"),
                book.counted("reloads"),
                book.counted("requests.bad"));
        out.println("  errors: " + book.counts("errors."));
        out.println();
        out.printf("  %-28s %9s %9s %9s %9s%n", "at rest", "heap", "direct", "threads", "files");
        for (int i = 0; i < vitals.size(); i++) {
            Vitals at = vitals.get(i);
            out.printf(
                    Locale.ROOT,
                    "  %-28s %6.1f MB %6.1f MB %9d %9d%n",
                    "after part " + (i + 1) + " of " + vitals.size(),
                    at.heap() / MEGABYTE,
                    at.direct() / MEGABYTE,
                    at.threads(),
                    at.files());
        }
        out.println();
        book.broken().forEach(what -> out.println("  BROKEN  " + what));
        out.println(
                book.brokenCount() == 0
                        ? "  All books agree, and nothing is left over."
                        : "  " + book.brokenCount() + " things do not hold.");
    }

    private Map<String, long[]> byKind() {
        var kinds = new TreeMap<String, long[]>();
        for (Case asked : book.cases()) {
            Case.End end = asked.end();
            if (end != null) {
                kinds.computeIfAbsent(asked.kind, kind -> new long[Case.End.values().length])[end.ordinal()]++;
            }
        }
        return kinds;
    }
}
