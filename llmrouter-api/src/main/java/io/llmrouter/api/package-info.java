/**
 * The types of a call: a {@link io.llmrouter.api.ChatModel} takes a {@link io.llmrouter.api.ChatRequest} and gives a
 * {@link io.llmrouter.api.ChatResponse}, whole or as a stream; a {@link io.llmrouter.api.Router} is a model that
 * chooses among others.
 *
 * <p>All values are immutable and safe to share between threads; nothing is {@code null} unless it says so.
 */
@NullMarked
package io.llmrouter.api;

import org.jspecify.annotations.NullMarked;
