/** The memory of past routing decisions: a file of lines, an encoder of texts, and the search for similar ones. */
@NullMarked
package io.llmrouter.core.memory;

import org.jspecify.annotations.NullMarked;
