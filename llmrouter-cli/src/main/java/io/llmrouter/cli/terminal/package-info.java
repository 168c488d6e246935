/** What a command sees of the terminal: streams, width, colours, tables. */
@NullMarked
package io.llmrouter.cli.terminal;

import org.jspecify.annotations.NullMarked;
