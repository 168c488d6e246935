package io.llmrouter.cli.infer;

import io.llmrouter.cli.json.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** One query a line, as it stands or as JSON. */
final class LineQueries implements Queries {
    /** What a line is. */
    enum Form {
        TEXT,
        JSON
    }

    private final Lines lines;
    private final Form form;

    LineQueries(Lines lines, Form form) {
        this.lines = lines;
        this.form = form;
    }

    @Override
    public Optional<Query> next() {
        Optional<String> line = lines.next();
        return form == Form.TEXT ? line.map(text -> new Query(text.strip(), null)) : line.map(this::query);
    }

    private Query query(String line) {
        try {
            return JsonQuery.of(Json.mapper().readTree(line), lines.name(), lines.number());
        } catch (JacksonException e) {
            throw InputError.at(lines.name(), lines.number(), JsonQuery.EXPECTED, "what is not JSON");
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
