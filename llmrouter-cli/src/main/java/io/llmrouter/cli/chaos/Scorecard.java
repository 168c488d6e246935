package io.llmrouter.cli.chaos;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of all scenarios, for people and for programs. */
public final class Scorecard {
    private static final int NARROWEST_TEXT = 16;

    private final List<Result> results;

    public Scorecard(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** How many had that verdict. */
    public long count(Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    /** Writes a table, what did not pass in full, and the sum. */
    public void print(Console console) {
        var table = new Table(
                Column.left(""),
                Column.left("result"),
                Column.flexible("fault", NARROWEST_TEXT),
                Column.flexible("what happened", NARROWEST_TEXT),
                Column.right("attempts"),
                Column.right("time"));
        for (Result result : results) {
            table.row(
                    Cell.of(result.scenario().id()),
                    verdict(result.verdict()),
                    Cell.of(result.scenario().title()),
                    Cell.of(result.what()),
                    Cell.of(Integer.toString(result.attempts())),
                    Cell.of(Seconds.of(result.took())));
        }
        table.print(console);
        console.out().println();
        for (Result result : results) {
            if (result.verdict() != Verdict.PASS) {
                console.out().println("  " + result.scenario().id() + ": " + result.what());
            }
        }
        console.out().println("  " + sum());
    }

    private String sum() {
        return count(Verdict.PASS) + " of " + results.size() + " passed, " + count(Verdict.SAFE)
                + " ended safely with an error, " + count(Verdict.FAIL) + " failed";
    }

    private static Cell verdict(Verdict verdict) {
        String text = name(verdict);
        return switch (verdict) {
            case PASS -> new Cell(text, Style::green);
            case SAFE -> new Cell(text, Style::yellow);
            case FAIL -> new Cell(text, Style::red);
        };
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        ArrayNode all = node.putArray("scenarios");
        for (Result result : results) {
            all.addObject()
                    .put("id", result.scenario().id())
                    .put("fault", result.scenario().title())
                    .put("result", name(result.verdict()))
                    .put("what_happened", result.what())
                    .put("attempts", result.attempts())
                    .put("elapsed_ms", result.took().toMillis());
        }
        for (Verdict verdict : Verdict.values()) {
            node.put(name(verdict), count(verdict));
        }
        return node;
    }
}
