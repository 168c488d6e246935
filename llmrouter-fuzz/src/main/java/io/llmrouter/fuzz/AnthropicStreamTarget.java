package io.llmrouter.fuzz;

/** Anthropic's streams. */
public final class AnthropicStreamTarget {
    private AnthropicStreamTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.stream(Formats.ANTHROPIC, data);
    }
}
