package io.llmrouter.fuzz;

/** OpenAI's answers. */
public final class OpenAiResponseTarget {
    private OpenAiResponseTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.response(Formats.OPENAI, data);
    }
}
