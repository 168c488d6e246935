package io.llmrouter.fuzz;

/** Anthropic's requests. */
public final class AnthropicRequestTarget {
    private AnthropicRequestTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.request(Formats.ANTHROPIC, data);
    }
}
