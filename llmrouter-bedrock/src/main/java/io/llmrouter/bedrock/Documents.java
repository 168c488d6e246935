package io.llmrouter.bedrock;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** JSON text and sections of the configuration as the SDK's documents, and back. */
final class Documents {
    private static final JsonNodeParser PARSER =
            JsonNode.parserBuilder().removeErrorLocations(true).build();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private Documents() {}

    /** The value that the text holds; empty if it is not exactly one well-formed JSON value. */
    static Optional<Document> parse(String json) {
        try {
            // As the one element of a list: the parser by itself overlooks what follows the first value.
            List<JsonNode> values = PARSER.parse("[" + json + "]").asArray();
            return values.size() == 1 ? Optional.of(of(values.get(0))) : Optional.empty();
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    static String toJson(Document document) {
        try (JsonWriter writer = JsonWriter.create()) {
            write(document, writer);
            return new String(writer.getBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * The section's values, numbers and flags recognised by their look.
     *
     * @throws ConfigurationException if a list mixes texts and sections
     */
    static Map<String, Document> of(Settings section) {
        var fields = new LinkedHashMap<String, Document>();
        for (String key : section.keys()) {
            fields.put(key, valueOf(section, key));
        }
        return fields;
    }

    private static Document of(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Document>();
            node.asObject().forEach((name, value) -> fields.put(name, of(value)));
            return Document.fromMap(fields);
        }
        if (node.isArray()) {
            return Document.fromList(node.asArray().stream().map(Documents::of).toList());
        }
        if (node.isString()) {
            return Document.fromString(node.asString());
        }
        if (node.isNumber()) {
            return Document.fromNumber(node.asNumber());
        }
        return node.isBoolean() ? Document.fromBoolean(node.asBoolean()) : Document.fromNull();
    }

    private static void write(Document document, JsonWriter writer) {
        if (document.isMap()) {
            writer.writeStartObject();
            document.asMap().forEach((name, value) -> {
                writer.writeFieldName(name);
                write(value, writer);
            });
            writer.writeEndObject();
        } else if (document.isList()) {
            writer.writeStartArray();
            document.asList().forEach(value -> write(value, writer));
            writer.writeEndArray();
        } else if (document.isString()) {
            writer.writeValue(document.asString());
        } else if (document.isNumber()) {
            writer.writeNumber(document.asNumber().stringValue());
        } else if (document.isBoolean()) {
            writer.writeValue(document.asBoolean());
        } else {
            writer.writeNull();
        }
    }

    /** A value of unknown kind: settings are read by kind, and refuse the wrong one. */
    private static Document valueOf(Settings section, String key) {
        try {
            return Document.fromMap(of(section.section(key)));
        } catch (ConfigurationException notSection) {
            return scalarOrList(section, key);
        }
    }

    private static Document scalarOrList(Settings section, String key) {
        try {
            return section.text(key).map(Documents::scalar).orElseGet(Document::fromNull);
        } catch (ConfigurationException notScalar) {
            return list(section, key);
        }
    }

    private static Document list(Settings section, String key) {
        try {
            return Document.fromList(section.sections(key).stream()
                    .map(element -> Document.fromMap(of(element)))
                    .toList());
        } catch (ConfigurationException notSections) {
            return Document.fromList(
                    section.texts(key).stream().map(Documents::scalar).toList());
        }
    }

    private static Document scalar(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Document.fromBoolean(text.equals("true"));
        }
        if (NUMBER.matcher(text).matches()) {
            return Document.fromNumber(text);
        }
        return text.startsWith("{") || text.startsWith("[")
                ? parse(text).orElseGet(() -> Document.fromString(text))
                : Document.fromString(text);
    }
}
