/**
 * Runnable examples: one class each, all with a {@code main}.
 *
 * <p>{@code llmrouter-examples/run} lists them, {@code llmrouter-examples/run QuickStart} runs one.
 */
@NullMarked
package io.llmrouter.examples;

import org.jspecify.annotations.NullMarked;
