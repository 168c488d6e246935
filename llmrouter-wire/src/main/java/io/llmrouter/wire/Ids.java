package io.llmrouter.wire;

import java.util.UUID;

/** Ids for what came without one. */
final class Ids {
    private Ids() {}

    static String toolCall() {
        return "call_" + random();
    }

    static String orNew(String id, String prefix) {
        return id.isEmpty() ? prefix + random() : id;
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }
}
