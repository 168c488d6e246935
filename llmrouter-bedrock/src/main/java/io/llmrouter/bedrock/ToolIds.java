package io.llmrouter.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of tool calls in the form that Bedrock takes. */
final class ToolIds {
    private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");

    private ToolIds() {}

    /** The id itself if Bedrock takes it; else one made of it, the same for a call and its result. */
    static String of(String id) {
        return ACCEPTED.matcher(id).matches()
                ? id
                : "call_" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }
}
