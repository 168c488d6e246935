package io.llmrouter.cli.journal;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.core.journal.UsageRow;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows usage. */
public final class UsageText {
    private final Console console;

    public UsageText(Console console) {
        this.console = console;
    }

    /** Prints a table with the sum of all rows at its end. */
    public void print(Path folder, List<UsageRow> rows, Set<Grouping> by) {
        if (rows.isEmpty()) {
            console.out()
                    .println("There are no calls in " + folder + ". Calls are recorded where the configuration says");
            console.out().println("  journal: {enabled: true}");
            return;
        }
        var columns = new ArrayList<Column>();
        by.forEach(group -> columns.add(Column.flexible(group.name().toLowerCase(Locale.ROOT), 12)));
        for (String title :
                new String[] {"calls", "failed", "attempts", "tokens in", "cached", "out", "cost", "saved"}) {
            columns.add(Column.right(title));
        }
        var table = new Table(columns.toArray(Column[]::new));
        UsageRow all = UsageRow.empty(LocalDate.EPOCH, "", "");
        for (UsageRow row : rows) {
            var cells = new ArrayList<Cell>();
            by.forEach(group -> cells.add(Cell.bold(group.text(row))));
            table.row(withNumbers(cells, row));
            all = all.plus(row);
        }
        if (rows.size() > 1) {
            var cells = new ArrayList<Cell>();
            by.forEach(group -> cells.add(Cell.dim(cells.isEmpty() ? "all" : "")));
            table.row(withNumbers(cells, all));
        }
        table.print(console);
        if (all.unpriced() > 0) {
            console.out()
                    .println("  The cost of " + all.unpriced() + " of " + all.attempts()
                            + " attempts is unknown and not in these sums: set input_price and output_price.");
        }
    }

    private static Cell[] withNumbers(List<Cell> cells, UsageRow row) {
        for (long number :
                new long[] {row.calls(), row.failed(), row.attempts(), row.input(), row.cacheRead(), row.output()}) {
            cells.add(Cell.of(String.format(Locale.ROOT, "%,d", number)));
        }
        cells.add(Cell.of(Amounts.aligned(row.cost())));
        cells.add(Cell.cyan(Amounts.aligned(row.saved())));
        return cells.toArray(Cell[]::new);
    }

    /** The rows as JSON. */
    public static ObjectNode json(List<UsageRow> rows, Set<Grouping> by) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("usage");
        for (UsageRow row : rows) {
            ObjectNode node = array.addObject();
            by.forEach(group -> node.put(
                    group.name().toLowerCase(Locale.ROOT),
                    group == Grouping.DAY ? group.text(row) : value(group, row)));
            node.put("calls", row.calls());
            node.put("failed", row.failed());
            node.put("attempts", row.attempts());
            node.put("input_tokens", row.input());
            node.put("cache_read_tokens", row.cacheRead());
            node.put("output_tokens", row.output());
            node.put("cost_usd", row.cost());
            node.put("unpriced_attempts", row.unpriced());
            node.put("saved_usd", row.saved());
        }
        return json;
    }

    private static String value(Grouping group, UsageRow row) {
        return group == Grouping.MODEL ? row.model() : row.key();
    }
}
