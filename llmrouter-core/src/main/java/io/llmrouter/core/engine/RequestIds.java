package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of calls: 96 random bits, unique enough to find one call among billions. */
final class RequestIds {
    /** The tag that holds the id that the caller gave. */
    static final String LABEL = "request_id";

    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    /** The id that the caller gave as a label, or a new one. */
    static String of(ChatRequest request) {
        String given = request.tags().get(LABEL);
        return given == null ? next() : given;
    }

    private static String next() {
        byte[] bits = new byte[12];
        ThreadLocalRandom.current().nextBytes(bits);
        return "req_" + HEX.formatHex(bits);
    }
}
