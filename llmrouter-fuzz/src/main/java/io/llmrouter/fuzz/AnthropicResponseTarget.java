package io.llmrouter.fuzz;

/** Anthropic's answers. */
public final class AnthropicResponseTarget {
    private AnthropicResponseTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.response(Formats.ANTHROPIC, data);
    }
}
