package io.llmrouter.fuzz;

/** OpenAI's requests. */
public final class OpenAiRequestTarget {
    private OpenAiRequestTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.request(Formats.OPENAI, data);
    }
}
