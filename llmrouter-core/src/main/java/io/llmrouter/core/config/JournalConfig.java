package io.llmrouter.core.config;

import java.nio.file.Path;

/**
 * The section {@code journal}: a record of each call.
 *
 * @param enabled whether calls are recorded
 * @param path the folder, absolute
 * @param prompts whether the user's last text is recorded with each call
 * @param maxBytes how large the folder may grow
 */
public record JournalConfig(boolean enabled, Path path, boolean prompts, long maxBytes) {}
