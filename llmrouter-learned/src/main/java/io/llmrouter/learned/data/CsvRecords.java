package io.llmrouter.learned.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file after RFC 4180: quotes doubled inside quotes, line ends inside quotes. Not safe for concurrent use. */
final class CsvRecords implements Closeable {
    private static final int LONGEST = 16 << 20;

    private final Lines lines;
    private String where = "";

    CsvRecords(Lines lines) {
        this.lines = lines;
    }

    /** The fields of the next record; {@code null} after the last. Blank lines are passed over. */
    @Nullable
    List<String> next() throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        where = lines.where();
        return fields(line);
    }

    /** Where the last record begins. */
    String where() {
        return where;
    }

    private List<String> fields(String first) throws IOException {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        String line = first;
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                at++;
                while (true) {
                    int quote = line.indexOf('"', at);
                    if (quote < 0) {
                        field.append(line, at, line.length()).append('\n');
                        line = continued(field.length());
                        at = 0;
                    } else if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
                        field.append(line, at, quote + 1);
                        at = quote + 2;
                    } else {
                        field.append(line, at, quote);
                        at = quote + 1;
                        break;
                    }
                }
                if (at < line.length() && line.charAt(at) != ',') {
                    throw RoutingDataException.of(lines.where(), "a comma after a closing quote", "other text");
                }
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                field.append(line, at, end);
                at = end;
            }
            fields.add(field.toString());
            field.setLength(0);
            if (at >= line.length()) {
                return fields;
            }
            at++;
        }
    }

    private String continued(int length) throws IOException {
        String line = lines.next();
        if (line == null) {
            throw RoutingDataException.of(where, "a closing quote", "the end of the file");
        }
        if (length > LONGEST) {
            throw RoutingDataException.of(where, "a field of at most " + LONGEST + " characters", "a longer one");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
