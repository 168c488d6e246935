package io.llmrouter.http.provider;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes secrets out of texts: whole, in base64, and every piece of them that is at least {@value #PIECE} characters long.
 *
 * <p>Meant for bounded texts such as error messages. Immutable.
 */
final class Redaction {
    private static final int PIECE = 8;
    private static final int SHORTEST = 4;
    private static final String HIDDEN = "[redacted]";

    private final Set<String> pieces = new HashSet<>();
    private final Set<String> shortSecrets = new HashSet<>();

    Redaction(Collection<String> secrets) {
        for (String secret : secrets) {
            if (secret.length() < PIECE) {
                if (secret.length() >= SHORTEST) {
                    shortSecrets.add(secret);
                }
            } else {
                addPieces(secret);
                for (int offset = 0; offset < 3; offset++) {
                    addBase64(secret, offset);
                }
            }
        }
    }

    /** The text without secrets; the same object if it holds none. */
    String redact(String text) {
        var hidden = new BitSet(text.length());
        for (int i = 0; i + PIECE <= text.length(); i++) {
            if (pieces.contains(text.substring(i, i + PIECE))) {
                hidden.set(i, i + PIECE);
            }
        }
        for (String secret : shortSecrets) {
            for (int i = text.indexOf(secret); i >= 0; i = text.indexOf(secret, i + 1)) {
                hidden.set(i, i + secret.length());
            }
        }
        return hidden.isEmpty() ? text : without(text, hidden);
    }

    private static String without(String text, BitSet hidden) {
        var rest = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int start = hidden.nextSetBit(from);
            if (start < 0) {
                break;
            }
            rest.append(text, from, start).append(HIDDEN);
            from = hidden.nextClearBit(start);
        }
        return rest.append(text, from, text.length()).toString();
    }

    private void addPieces(String secret) {
        for (int i = 0; i + PIECE <= secret.length(); i++) {
            pieces.add(secret.substring(i, i + PIECE));
        }
    }

    /** Base64 of a text that holds the secret shows it in one of three alignments; its edges mix with the neighbours. */
    private void addBase64(String secret, int offset) {
        byte[] bytes = (" ".repeat(offset) + secret).getBytes(StandardCharsets.UTF_8);
        int start = (offset * 8 + 5) / 6;
        int end = bytes.length * 8 / 6;
        addPieces(Base64.getEncoder().encodeToString(bytes).substring(start, end));
        addPieces(Base64.getUrlEncoder().encodeToString(bytes).substring(start, end));
    }
}
