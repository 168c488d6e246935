package io.llmrouter.core.journal;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The rows of one file of the journal as a line of the totals, both ways. */
final class UsageJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** Takes the rows of a file. */
    @FunctionalInterface
    interface Sink {
        void take(String file, List<UsageRow> rows);
    }

    private UsageJson() {}

    /** The line, with its end. */
    static String write(String file, Collection<UsageRow> rows) {
        var line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("file", file);
            json.writeArrayPropertyStart("rows");
            rows.forEach(row -> write(row, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return line.append('\n').toString();
    }

    private static void write(UsageRow row, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("day", row.day().toString());
        json.writeStringProperty("model", row.model());
        json.writeStringProperty("key", row.key());
        json.writeNumberProperty("calls", row.calls());
        json.writeNumberProperty("failed", row.failed());
        json.writeNumberProperty("attempts", row.attempts());
        json.writeNumberProperty("input", row.input());
        json.writeNumberProperty("output", row.output());
        json.writeNumberProperty("cache_read", row.cacheRead());
        json.writeNumberProperty("cost_usd", row.cost().stripTrailingZeros());
        json.writeNumberProperty("unpriced", row.unpriced());
        json.writeNumberProperty("saved_usd", row.saved().stripTrailingZeros());
        json.writeEndObject();
    }

    /** Reads a line; {@code false} if it is none. */
    static boolean read(String line, Sink sink) {
        try {
            Optional<JsonTree> json = JsonTree.read(line);
            String file = json.map(tree -> tree.text("file")).orElse(null);
            if (json.isEmpty() || file == null || !JournalFolder.isSegment(file)) {
                return false;
            }
            sink.take(
                    file,
                    json.get().objects("rows").stream().map(UsageJson::row).toList());
            return true;
        } catch (ClassCastException | ArithmeticException | DateTimeParseException bad) {
            return false;
        }
    }

    private static UsageRow row(JsonTree json) {
        return new UsageRow(
                LocalDate.parse(json.textOr("day", "")),
                json.textOr("model", ""),
                json.textOr("key", ""),
                json.wholeOr("calls", 0),
                json.wholeOr("failed", 0),
                json.wholeOr("attempts", 0),
                json.wholeOr("input", 0),
                json.wholeOr("output", 0),
                json.wholeOr("cache_read", 0),
                orZero(json.decimal("cost_usd")),
                json.wholeOr("unpriced", 0),
                orZero(json.decimal("saved_usd")));
    }

    private static BigDecimal orZero(@Nullable BigDecimal number) {
        return number == null ? BigDecimal.ZERO : number;
    }
}
