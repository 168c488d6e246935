package io.llmrouter.fuzz;

/** OpenAI's streams. */
public final class OpenAiStreamTarget {
    private OpenAiStreamTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Formats.stream(Formats.OPENAI, data);
    }
}
