package io.llmrouter.wire;

import io.llmrouter.api.RawJson;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes JSON strings into a builder: a stream's pieces are too small to be worth a generator each. */
final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /** Appends the text in quotes; half a surrogate pair becomes U+FFFD. */
    static StringBuilder quote(StringBuilder out, String text) {
        String clean = Unicode.clean(text);
        out.append('"');
        int plain = 0;
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            out.append(clean, plain, i);
            plain = i + 1;
            escape(out, c);
        }
        return out.append(clean, plain, clean.length()).append('"');
    }

    /** Appends a tree, as Jackson writes it, without setting up a generator for it. */
    static StringBuilder write(StringBuilder out, JsonNode node) {
        if (node.isString()) {
            return quote(out, node.stringValue());
        } else if (node.isInt() || node.isLong()) {
            return out.append(node.longValue());
        } else if (node.isArray()) {
            char separator = '[';
            for (JsonNode element : node.values()) {
                write(out.append(separator), element);
                separator = ',';
            }
            return out.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isObject()) {
            char separator = '{';
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                write(quote(out.append(separator), field.getKey()).append(':'), field.getValue());
                separator = ',';
            }
            return out.append(node.isEmpty() ? "{}" : "}");
        }
        return out.append(node);
    }

    /** JSON without line breaks, which would end the event's line. */
    static String oneLine(RawJson value) {
        String text = value.text();
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace('\n', ' ').replace('\r', ' ');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }
}
