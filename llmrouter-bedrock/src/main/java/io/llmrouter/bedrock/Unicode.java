package io.llmrouter.bedrock;

import java.nio.charset.StandardCharsets;

/** Keeps text encodable. */
final class Unicode {
    private Unicode() {}

    /** The text with the replacement character for each half of a surrogate pair: UTF-8 knows no halves. */
    static String wellFormed(String text) {
        boolean plain = text.chars().noneMatch(unit -> Character.isSurrogate((char) unit));
        return plain ? text : new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }
}
