package io.llmrouter.learned.data;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Puts the rows of two tables into one. */
final class TableJoin {
    private TableJoin() {}

    static RoutingTable of(RoutingTable first, RoutingTable second) {
        var builder = new TableBuilder(List.of());
        Set<String> ids = new HashSet<>();
        addAll(first, builder, ids);
        addAll(second, builder, ids);
        first.notes().forEach(builder::note);
        second.notes().forEach(builder::note);
        return builder.build("tables");
    }

    private static void addAll(RoutingTable table, TableBuilder builder, Set<String> ids) {
        for (int at = 0; at < table.size(); at++) {
            var row = new Row("row " + at);
            row.id = table.id(at);
            if (!ids.add(row.id)) {
                row.id = table.split(at).name().toLowerCase(Locale.ROOT) + ":" + row.id;
                ids.add(row.id);
            }
            row.task = table.task(at);
            row.query = table.query(at);
            row.split = table.split(at);
            row.contaminated = table.isUnscored(at);
            row.inputTokens = table.inputTokens(at);
            for (int model = 0; model < table.models().size(); model++) {
                String name = table.models().get(model);
                put(row.scores, name, table.score(at, model));
                put(row.costs, name, table.cost(at, model));
                put(row.outputTokens, name, table.outputTokens(at, model));
                put(row.verifications, name, table.verification(at, model));
            }
            builder.add(row);
        }
    }

    private static void put(Map<String, Double> into, String model, float value) {
        if (!Float.isNaN(value)) {
            into.put(model, (double) value);
        }
    }
}
