package io.llmrouter.core.config;

import io.llmrouter.api.RawJson;
import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.io.StringWriter;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a value of the configuration as JSON, as YAML's JSON schema would read it. */
final class JsonOf {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private JsonOf() {}

    static RawJson value(Value value) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, json);
        }
        return RawJson.of(text.toString());
    }

    private static void write(Value value, JsonGenerator json) {
        if (value instanceof Fields section) {
            json.writeStartObject();
            section.fields().forEach((name, field) -> {
                json.writeName(name);
                write(field, json);
            });
            json.writeEndObject();
        } else if (value instanceof Items list) {
            json.writeStartArray();
            list.items().forEach(item -> write(item, json));
            json.writeEndArray();
        } else if (value instanceof Scalar scalar) {
            write(scalar, json);
        } else {
            json.writeNull();
        }
    }

    private static void write(Scalar scalar, JsonGenerator json) {
        String text = scalar.text();
        boolean literal = text.equals("true")
                || text.equals("false")
                || text.equals("null")
                || NUMBER.matcher(text).matches();
        if (literal && !scalar.quoted()) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }
}
