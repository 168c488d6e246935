package io.llmrouter.learned.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads tables of routing data, row by row, plain or gzip.
 *
 * <p>Forms: JSON Lines of {@code {"query", "scores", ...}}; score matrices, a JSON array of {@code {"question",
 * "scores"}}; routing data, JSON Lines of one object a query and model; CSV, wide ({@code query, score:NAME, ...}) or
 * long ({@code query, llm, effect, cost}). The form is told by the name's ending and the content. Stateless.
 */
public final class RoutingTableReader {
    private RoutingTableReader() {}

    /**
     * Reads a table that may name any models.
     *
     * @throws RoutingDataException if the file cannot be read or a row is wrong: no text, a score that is not a number
     *     from 0 to 1, an id twice; with file and line
     */
    public static RoutingTable read(Path file) {
        return read(file, List.of());
    }

    /**
     * Reads a table that may name only those models; rows that name another are an error.
     *
     * @param models the names; empty if any may be named
     * @throws RoutingDataException as {@link #read(Path)}
     */
    public static RoutingTable read(Path file, List<String> models) {
        String source = Lines.name(file);
        var table = new TableBuilder(models);
        try {
            String ending = source.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
            if (ending.endsWith(".csv")) {
                try (var records = new CsvRecords(Lines.of(file))) {
                    new CsvRows(records, source).addTo(table);
                }
            } else if (isArray(file)) {
                readArray(file, source, table);
            } else {
                readLines(file, table);
            }
        } catch (IOException unreadable) {
            throw RoutingDataException.because(
                    source + ": expected a readable text file in UTF-8, plain or gzip, found: " + unreadable,
                    unreadable);
        }
        return table.build(source);
    }

    private static boolean isArray(Path file) throws IOException {
        try (var bytes = Lines.open(file)) {
            int c = bytes.read();
            while (c >= 0 && Character.isWhitespace(c)) {
                c = bytes.read();
            }
            return c == '[';
        }
    }

    private static void readLines(Path file, TableBuilder table) throws IOException {
        Map<String, Row> byQuery = new LinkedHashMap<>();
        try (var lines = Lines.of(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    add(JsonRows.parse(line, lines.where()), lines.where(), table, byQuery);
                }
            }
        }
        byQuery.values().forEach(table::add);
    }

    private static void readArray(Path file, String source, TableBuilder table) throws IOException {
        Map<String, Row> byQuery = new LinkedHashMap<>();
        try (var bytes = Lines.open(file);
                JsonParser parser = JsonRows.MAPPER.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String where = source + ":" + parser.currentTokenLocation().getLineNr();
                JsonNode object = parser.readValueAsTree();
                JsonRows.expectObject(object, where);
                addElement(object, where, table, byQuery);
            }
        } catch (JacksonException broken) {
            throw RoutingDataException.because(
                    source + ":" + broken.getLocation().getLineNr() + ": expected a JSON array of objects, found: "
                            + broken.getOriginalMessage(),
                    broken);
        }
        byQuery.values().forEach(table::add);
    }

    /** Several elements may begin on one line: their ids carry their number too. */
    private static void addElement(JsonNode object, String where, TableBuilder table, Map<String, Row> byQuery) {
        if (JsonRows.isLong(object)) {
            add(object, where, table, byQuery);
        } else {
            Row row = JsonRows.row(object, where);
            if (row.id.equals(where)) {
                row.id = where + "#" + table.size();
            }
            table.add(row);
        }
    }

    private static void add(JsonNode object, String where, TableBuilder table, Map<String, Row> byQuery) {
        JsonRows.expectObject(object, where);
        if (JsonRows.isLong(object)) {
            Row row = byQuery.computeIfAbsent(JsonRows.key(object), key -> JsonRows.row(object, where));
            JsonRows.addTo(row, object, where);
        } else {
            table.add(JsonRows.row(object, where));
        }
    }
}
