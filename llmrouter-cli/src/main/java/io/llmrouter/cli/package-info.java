/** The commands of {@code llmrouter}, and how they are parsed, run and fail. */
@NullMarked
package io.llmrouter.cli;

import org.jspecify.annotations.NullMarked;
