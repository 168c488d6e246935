/** A chat in the terminal: its conversation, its commands, and where its lines come from. */
@NullMarked
package io.llmrouter.cli.chat;

import org.jspecify.annotations.NullMarked;
