/** The strategy {@code llmrouter}. */
@NullMarked
package io.llmrouter.learned.strategy;

import org.jspecify.annotations.NullMarked;
