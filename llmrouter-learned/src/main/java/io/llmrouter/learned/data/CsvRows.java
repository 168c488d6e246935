package io.llmrouter.learned.data;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes rows of CSV with a header. Wide: {@code id, task, split, query, tok_in} and, a model, {@code score:NAME},
 * {@code cost:NAME}, {@code tok_out:NAME}, {@code verification:NAME}. Long, one line a query and model: {@code query, llm, effect, cost}.
 */
final class CsvRows {
    private static final String SCORE = "score:";
    private static final String COST = "cost:";
    private static final String TOKENS = "tok_out:";
    private static final String VERIFICATION = "verification:";
    private static final int LONGEST_HEADER = 200;

    /** Java reads {@code 1f} and {@code 0x1p0} as numbers too. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,9})?");

    private final CsvRecords records;
    private final List<String> header;

    CsvRows(CsvRecords records, String source) throws IOException {
        this.records = records;
        List<String> first = records.next();
        if (first == null) {
            throw RoutingDataException.of(source, "a header and at least one row", "an empty file");
        }
        this.header = first.stream().map(String::strip).toList();
        if (!header.contains("query")) {
            throw RoutingDataException.of(
                    records.where(), "a header with the column query", "columns " + shortened(header.toString()));
        }
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw RoutingDataException.of(
                        records.where(), "a header that names each column once", "\"" + shortened(name) + "\" twice");
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER) + "...";
    }

    void addTo(TableBuilder table) throws IOException {
        if (header.contains("llm") && header.contains("effect")) {
            addLong(table);
        } else {
            addWide(table);
        }
    }

    private void addWide(TableBuilder table) throws IOException {
        for (List<String> fields = records.next(); fields != null; fields = records.next()) {
            var row = row(fields);
            for (int i = 0; i < header.size(); i++) {
                String column = header.get(i);
                put(row.scores, column, SCORE, fields.get(i));
                put(row.costs, column, COST, fields.get(i));
                put(row.outputTokens, column, TOKENS, fields.get(i));
                put(row.verifications, column, VERIFICATION, fields.get(i));
            }
            table.add(row);
        }
    }

    private void addLong(TableBuilder table) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (List<String> fields = records.next(); fields != null; fields = records.next()) {
            var record = row(fields);
            Row row = rows.computeIfAbsent(record.task + "\n" + record.query, key -> record);
            String model = fields.get(header.indexOf("llm"));
            if (row.scores.containsKey(model)) {
                throw RoutingDataException.of(
                        records.where(), "one score a query and model", "another of \"" + model + "\"");
            }
            put(row.scores, model, "", fields.get(header.indexOf("effect")));
            int verification = header.indexOf("verification");
            if (verification >= 0) {
                put(row.verifications, model, "", fields.get(verification));
            }
            int cost = header.indexOf("cost");
            if (cost >= 0) {
                put(row.costs, model, "", fields.get(cost));
            }
        }
        rows.values().forEach(table::add);
    }

    private Row row(List<String> fields) {
        String where = records.where();
        if (fields.size() != header.size()) {
            throw RoutingDataException.of(where, header.size() + " fields as in the header", fields.size() + "");
        }
        var row = new Row(where);
        row.id = field(fields, "id").isBlank() ? where : field(fields, "id");
        row.task = field(fields, "task");
        row.query = field(fields, "query");
        row.split = JsonRows.split(field(fields, "split"), where);
        String input = field(fields, "tok_in");
        row.inputTokens = input.isBlank() ? Double.NaN : number(input, "tok_in");
        return row;
    }

    private String field(List<String> fields, String column) {
        int at = header.indexOf(column);
        return at < 0 ? "" : fields.get(at);
    }

    private void put(Map<String, Double> into, String column, String prefix, String text) {
        if (column.startsWith(prefix) && !text.isBlank()) {
            into.put(column.substring(prefix.length()), number(text, column));
        }
    }

    private double number(String text, String column) {
        String written = text.strip();
        double number = NUMBER.matcher(written).matches() ? Double.parseDouble(written) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw RoutingDataException.of(
                    records.where(), "a finite number as " + column, "\"" + shortened(written) + "\"");
        }
        return number;
    }
}
