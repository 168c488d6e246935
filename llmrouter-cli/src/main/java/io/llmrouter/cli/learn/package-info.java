/** What the commands of learned routing share. */
@NullMarked
package io.llmrouter.cli.learn;

import org.jspecify.annotations.NullMarked;
