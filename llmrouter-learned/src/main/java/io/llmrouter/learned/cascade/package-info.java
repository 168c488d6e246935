/** Cascades: a cheap model answers, its answer is verified, a dearer one answers if it is not good enough. */
@NullMarked
package io.llmrouter.learned.cascade;

import org.jspecify.annotations.NullMarked;
