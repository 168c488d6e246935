/** What the journal tells: usage, explanations, replays. */
@NullMarked
package io.llmrouter.cli.journal;

import org.jspecify.annotations.NullMarked;
