package io.llmrouter.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A short, clean piece of somebody else's text, fit for an error message. */
final class Excerpt {
    static final int MAX_CHARS = 500;
    private static final int MAX_SCANNED = 4_096;

    /** Keys as providers echo them, also with their middle masked. */
    private static final Pattern KEYS = Pattern.compile(
            "(?i)\\bbearer\\s+[^\\s\"',]+|\\b(?:sk|pk|rk|gsk|hf|nvapi|xai|pplx|fw|r8|tgp|csk|key)[-_][-\\w*.]{6,}|\\bAIza[-\\w*]{8,}");

    private static final Pattern TAGS =
            Pattern.compile("(?is)<(?:script|style|head)\\b.*?(?:</(?:script|style|head)>|$)|<[^<>]{0,500}+(?:>|$)");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}]+");

    private Excerpt() {}

    static String of(byte[] body) {
        return of(new String(body, 0, Math.min(body.length, MAX_SCANNED), StandardCharsets.UTF_8));
    }

    static String of(String text) {
        return of(text, MAX_CHARS);
    }

    /** At most the given number of characters: without markup, line breaks and keys. */
    static String of(String text, int max) {
        String clean = text.length() > MAX_SCANNED ? text.substring(0, MAX_SCANNED) : text;
        if (clean.indexOf('<') >= 0) {
            clean = TAGS.matcher(clean).replaceAll(" ");
        }
        clean = KEYS.matcher(clean).replaceAll("[key]");
        clean = Unicode.clean(BLANKS.matcher(clean).replaceAll(" ").strip());
        if (clean.length() <= max) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(max - 2)) ? max - 2 : max - 1;
        return clean.substring(0, end) + "\u2026";
    }
}
