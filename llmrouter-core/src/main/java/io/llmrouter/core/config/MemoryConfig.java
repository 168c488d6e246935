package io.llmrouter.core.config;

import java.nio.file.Path;

/**
 * The section {@code memory}: past decisions of the {@code llm} strategy, shown to it again.
 *
 * @param enabled whether decisions are remembered
 * @param path the file, absolute
 * @param topK how many similar decisions are shown
 * @param retrieverModel the neural encoder of other versions of the format; not used
 * @param device where that encoder runs; not used
 * @param maxLength its longest input, in tokens; not used
 * @param maxQueryChars how much of a query is stored
 * @param maxPromptChars how much of a remembered query is shown
 * @param perUser whether users see their own decisions only
 */
public record MemoryConfig(
        boolean enabled,
        Path path,
        int topK,
        String retrieverModel,
        String device,
        int maxLength,
        int maxQueryChars,
        int maxPromptChars,
        boolean perUser) {}
