package io.llmrouter.core.engine;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of calls: 96 random bits, unique enough to find one call among billions. */
final class RequestIds {
    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    static String next() {
        byte[] bits = new byte[12];
        ThreadLocalRandom.current().nextBytes(bits);
        return "req_" + HEX.formatHex(bits);
    }
}
