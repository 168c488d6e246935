package io.llmrouter.learned.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Reads queries to route: JSON Lines of {@code {"query", "task_name", ...}} or of texts, plain or gzip. Stateless.
 */
public final class QueryReader {
    private QueryReader() {}

    /**
     * Hands on each query as it is read, in the order of the file.
     *
     * @throws RoutingDataException if the file cannot be read or a line has no text; with file and line
     */
    public static void read(Path file, Consumer<Query> sink) {
        try (var lines = Lines.of(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    sink.accept(query(JsonRows.parse(line, lines.where()), lines.where()));
                }
            }
        } catch (IOException unreadable) {
            throw RoutingDataException.because(
                    Lines.name(file) + ": expected readable JSON Lines in UTF-8, found: " + unreadable, unreadable);
        }
    }

    private static Query query(JsonNode node, String where) {
        if (node.isString()) {
            return checked(new Query(where, "", node.stringValue()), where);
        }
        JsonRows.expectObject(node, where);
        String id = JsonRows.text(node, "id", where);
        return checked(
                new Query(
                        id.isEmpty() ? where : id,
                        JsonRows.firstText(node, where, "task", "task_name"),
                        JsonRows.firstText(node, where, "query", "question")),
                where);
    }

    private static Query checked(Query query, String where) {
        if (query.text().isBlank()) {
            throw RoutingDataException.of(where, "the text of a query", "none");
        }
        return query;
    }
}
