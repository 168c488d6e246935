package io.llmrouter.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** JSON text as the SDK's documents, and back. */
final class Documents {
    private static final JsonNodeParser PARSER =
            JsonNode.parserBuilder().removeErrorLocations(true).build();

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
}
