/**
 * The chat wire formats, each once and in both directions: what a client sends to a provider and gets back, and what a
 * server reads from its clients and answers.
 *
 * <p>A {@link io.llmrouter.wire.WireFormat} turns bytes into the types of the api and back; it opens no connection.
 */
@NullMarked
package io.llmrouter.wire;

import org.jspecify.annotations.NullMarked;
