package io.llmrouter.cli.journal;

import io.llmrouter.core.journal.UsageRow;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What usage is added up by. */
public enum Grouping {
    DAY,
    MODEL,
    KEY;

    /** Adds up the rows that differ only in what is not asked for. What is left out is empty, or the first day. */
    public static List<UsageRow> sum(Collection<UsageRow> rows, Set<Grouping> by) {
        Map<UsageRow, UsageRow> sums = new LinkedHashMap<>();
        for (UsageRow row : rows) {
            UsageRow group = UsageRow.empty(
                    by.contains(DAY) ? row.day() : LocalDate.EPOCH,
                    by.contains(MODEL) ? row.model() : "",
                    by.contains(KEY) ? row.key() : "");
            sums.merge(group, group.plus(row), UsageRow::plus);
        }
        return List.copyOf(sums.values());
    }

    String text(UsageRow row) {
        return switch (this) {
            case DAY -> row.day().toString();
            case MODEL -> row.model().isEmpty() ? "(none)" : row.model();
            case KEY -> row.key().isEmpty() ? "(none)" : row.key();
        };
    }
}
