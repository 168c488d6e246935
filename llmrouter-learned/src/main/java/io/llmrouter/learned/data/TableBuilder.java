package io.llmrouter.learned.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks rows and packs them into a table. Not safe for concurrent use. */
final class TableBuilder {
    private static final int MOST_MODELS = 10_000;

    private final boolean fixedModels;
    private final Map<String, Integer> models = new LinkedHashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> rowTasks = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private final List<Split> splits = new ArrayList<>();
    private final List<Boolean> unscored = new ArrayList<>();
    private final FloatColumns inputTokens = new FloatColumns(16, 1);
    private final FloatColumns scores = new FloatColumns(16, 8);
    private final FloatColumns costs = new FloatColumns(1, 8);
    private final FloatColumns outputTokens = new FloatColumns(1, 8);
    private final FloatColumns verifications = new FloatColumns(1, 8);
    private final Set<String> notes = new LinkedHashSet<>();
    private int dropped;

    /**
     * Begins a table.
     *
     * @param models the only models that rows may name; empty if they may name any
     */
    TableBuilder(List<String> models) {
        this.fixedModels = !models.isEmpty();
        models.forEach(model -> this.models.put(model, this.models.size()));
    }

    /** Adds a row, or leaves it out if it is marked as a copy of a test row. */
    void add(Row row) {
        check(row);
        if (row.duplicatesTest && row.split != Split.TEST) {
            dropped++;
            return;
        }
        int at = ids.size();
        ids.add(row.id);
        rowTasks.add(tasks.computeIfAbsent(row.task, task -> task));
        queries.add(row.query);
        splits.add(row.split);
        unscored.add(row.contaminated);
        if (!Double.isNaN(row.inputTokens)) {
            inputTokens.set(at, 0, amount(row, "tok_in", row.inputTokens));
        }
        row.scores.forEach(
                (model, score) -> scores.set(at, column(row, model), score(row, "a score of " + model, score)));
        row.costs.forEach((model, cost) -> costs.set(at, column(row, model), amount(row, "cost of " + model, cost)));
        row.outputTokens.forEach((model, tokens) ->
                outputTokens.set(at, column(row, model), amount(row, "tok_out of " + model, tokens)));
        row.verifications.forEach((model, share) ->
                verifications.set(at, column(row, model), score(row, "the verification of " + model, share)));
    }

    /** Tells people something of the table. */
    void note(String note) {
        notes.add(note);
    }

    /** The rows so far. */
    int size() {
        return ids.size();
    }

    private void check(Row row) {
        if (row.query.isBlank()) {
            throw RoutingDataException.of(row.where, "the text of a query", "none");
        }
        if (row.scores.isEmpty()) {
            throw RoutingDataException.of(row.where, "a score of at least one model", "none");
        }
        if (!seen.add(row.id)) {
            throw RoutingDataException.of(row.where, "an id that no earlier row has", "\"" + row.id + "\" again");
        }
    }

    private int column(Row row, String model) {
        Integer known = models.get(model);
        if (known != null) {
            return known;
        }
        if (fixedModels) {
            throw RoutingDataException.of(row.where, "one of the models " + models.keySet(), "\"" + model + "\"");
        }
        if (model.isBlank() || models.size() >= MOST_MODELS) {
            throw RoutingDataException.of(
                    row.where,
                    "at most " + MOST_MODELS + " models, each with a name",
                    model.isBlank() ? "an empty name" : "one more");
        }
        models.put(model, models.size());
        return models.size() - 1;
    }

    private static double score(Row row, String what, double score) {
        if (!(score >= 0 && score <= 1)) {
            throw RoutingDataException.of(row.where, what + " from 0 to 1", String.valueOf(score));
        }
        return score;
    }

    private static double amount(Row row, String what, double amount) {
        if (!(amount >= 0 && amount <= Float.MAX_VALUE)) {
            throw RoutingDataException.of(row.where, "a " + what + " of at least 0", String.valueOf(amount));
        }
        return amount;
    }

    /**
     * The table.
     *
     * @param source the name of the file, for messages
     * @throws RoutingDataException if there is no row
     */
    RoutingTable build(String source) {
        if (ids.isEmpty()) {
            throw RoutingDataException.of(source, "at least one row", "none");
        }
        if (dropped > 0) {
            note(dropped + " rows marked as copies of test rows left out");
        }
        int rows = ids.size();
        int width = models.size();
        boolean[] left = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            left[row] = unscored.get(row);
        }
        var texts = new RoutingTable.Texts(
                ids.toArray(String[]::new),
                rowTasks.toArray(String[]::new),
                queries.toArray(String[]::new),
                splits.toArray(Split[]::new),
                left);
        var table = new RoutingTable(
                List.copyOf(models.keySet()),
                texts,
                scores.toArray(rows, width),
                costs.isKnown() ? costs.toArray(rows, width) : null,
                outputTokens.isKnown() ? outputTokens.toArray(rows, width) : null,
                verifications.isKnown() ? verifications.toArray(rows, width) : null,
                inputTokens.toArray(rows, 1),
                List.copyOf(notes));
        return fixedModels ? table : table.withScoredModels();
    }
}
