package io.llmrouter.bedrock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Takes secrets out of what AWS says, and shortens it. Safe for concurrent use. */
final class Redactor {
    private static final int LONGEST = 500;
    private static final int SHORTEST_SECRET = 4;
    private static final String HIDDEN = "[hidden]";
    private static final Pattern LOOKS_SECRET =
            Pattern.compile("\\b(AKIA|ASIA)[A-Z0-9]{12,}|\\b(ABSK|bedrock-api-key-)[A-Za-z0-9+/=_-]{8,}");

    /** The secrets in use now, by kind: rotating credentials replace one another. */
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    void learn(String kind, String secret) {
        if (secret.length() >= SHORTEST_SECRET) {
            secrets.put(kind, secret);
        }
    }

    String clean(String text) {
        String cleaned = text;
        for (String secret : secrets.values()) {
            cleaned = cleaned.replace(secret, HIDDEN);
        }
        cleaned = LOOKS_SECRET.matcher(cleaned).replaceAll(HIDDEN).strip();
        return cleaned.length() <= LONGEST ? cleaned : cleaned.substring(0, LONGEST) + "...";
    }
}
