package io.llmrouter.learned.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads JSON Lines with a column each for the scores of two models and the verification of the first: the prepared data of
 * other versions' cascades. A query is under {@code question} or {@code query}. Stateless.
 */
public final class VerifiedColumns {
    private VerifiedColumns() {}

    /**
     * Reads a table.
     *
     * @param small the name for the first model, and its columns {@code smallScore} and {@code verification}
     * @param large the name for the second model, and its column {@code largeScore}
     * @throws RoutingDataException if the file cannot be read or a row lacks a figure, with file and line
     */
    public static RoutingTable read(
            Path file, String small, String large, String smallScore, String largeScore, String verification) {
        var table = new TableBuilder(List.of(small, large));
        try (var lines = Lines.of(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    String where = lines.where();
                    JsonNode object = JsonRows.parse(line, where);
                    var row = row(object, where);
                    put(row.scores, small, object, smallScore, where);
                    put(row.scores, large, object, largeScore, where);
                    put(row.verifications, small, object, verification, where);
                    table.add(row);
                }
            }
        } catch (IOException unreadable) {
            throw RoutingDataException.because(
                    Lines.name(file) + ": expected a readable text file in UTF-8, found: " + unreadable, unreadable);
        }
        return table.build(Lines.name(file));
    }

    private static Row row(JsonNode object, String where) {
        JsonRows.expectObject(object, where);
        var row = new Row(where);
        String id = JsonRows.firstText(object, where, "id", "pid");
        row.id = id.isEmpty() ? where : id;
        row.task = JsonRows.firstText(object, where, "task", "task_name", "dataset");
        row.query = JsonRows.firstText(object, where, "question", "query");
        String split = JsonRows.text(object, "split", where).toLowerCase(Locale.ROOT);
        row.split = split.startsWith("val") ? Split.TRAIN : JsonRows.split(split, where);
        return row;
    }

    private static void put(Map<String, Double> into, String model, JsonNode object, String column, String where) {
        double number = JsonRows.number(object, column, where);
        if (Double.isNaN(number)) {
            throw RoutingDataException.of(where, "a number as " + column, "none");
        }
        into.put(model, number);
    }
}
