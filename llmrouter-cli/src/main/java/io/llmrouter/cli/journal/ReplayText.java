package io.llmrouter.cli.journal;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Shows what a replay found. */
public final class ReplayText {
    private final Console console;

    public ReplayText(Console console) {
        this.console = console;
    }

    /** Prints both sides beside each other. */
    public void print(ReplayResult result) {
        var before = result.before();
        var after = result.after();
        int calls = before.calls();
        console.out()
                .println(console.style().bold(count(calls) + " calls") + ", " + count(result.moved())
                        + " would have gone to another model");
        note(result.skipped(), "were not answered when they were recorded, and are left out");
        note(result.refused(), "would have been refused, and are left out");
        console.out().println();
        var table =
                new Table(Column.left(""), Column.right("recorded"), Column.right("replayed"), Column.right("change"));
        table.row(
                Cell.bold("cost"),
                Cell.of(Amounts.aligned(before.cost())),
                Cell.of(Amounts.aligned(after.cost())),
                Cell.cyan(percent(before.cost(), after.cost())));
        table.row(
                Cell.bold("median"),
                Cell.of(millis(before.medianMillis())),
                Cell.of(millis(after.medianMillis())),
                Cell.cyan(percent(before.medianMillis(), after.medianMillis())));
        table.row(
                Cell.bold("p95"),
                Cell.of(millis(before.p95Millis())),
                Cell.of(millis(after.p95Millis())),
                Cell.cyan(percent(before.p95Millis(), after.p95Millis())));
        for (String model : result.models()) {
            table.row(Cell.of(model), Cell.of(share(before, model)), Cell.of(share(after, model)), Cell.of(""));
        }
        table.print(console);
        note(before.unpriced() + after.unpriced(), "have an unknown cost on one side: set the prices of all models");
        note(after.untimed(), "would have gone to models of which the recording knows no latency");
    }

    private void note(int calls, String what) {
        if (calls > 0) {
            console.out().println("  " + count(calls) + " calls " + what + ".");
        }
    }

    private static String count(int calls) {
        return String.format(Locale.ROOT, "%,d", calls);
    }

    private static String share(ReplaySide.Summary side, String model) {
        int calls = side.shares().getOrDefault(model, 0);
        return String.format(Locale.ROOT, "%.1f %%", side.calls() == 0 ? 0 : 100.0 * calls / side.calls());
    }

    private static String millis(@Nullable Long millis) {
        return millis == null ? "?" : String.format(Locale.ROOT, "%,d ms", millis);
    }

    private static String percent(@Nullable Long before, @Nullable Long after) {
        return before == null || after == null ? "" : percent(BigDecimal.valueOf(before), BigDecimal.valueOf(after));
    }

    private static String percent(BigDecimal before, BigDecimal after) {
        if (before.signum() == 0) {
            return "";
        }
        BigDecimal change = after.subtract(before).movePointRight(2).divide(before, 1, RoundingMode.HALF_UP);
        return (change.signum() > 0 ? "+" : "") + change.toPlainString() + " %";
    }

    /** Both sides as JSON. */
    public static ObjectNode json(ReplayResult result) {
        ObjectNode json = Json.object();
        json.put("calls", result.before().calls());
        json.put("moved", result.moved());
        json.put("skipped", result.skipped());
        json.put("refused", result.refused());
        json.set("recorded", json(result.before()));
        json.set("replayed", json(result.after()));
        return json;
    }

    private static ObjectNode json(ReplaySide.Summary side) {
        ObjectNode json = Json.object();
        json.put("cost_usd", side.cost());
        json.put("unpriced_calls", side.unpriced());
        json.put("median_ms", side.medianMillis());
        json.put("p95_ms", side.p95Millis());
        json.put("untimed_calls", side.untimed());
        ObjectNode shares = json.putObject("calls_by_model");
        side.shares().forEach(shares::put);
        return json;
    }
}
