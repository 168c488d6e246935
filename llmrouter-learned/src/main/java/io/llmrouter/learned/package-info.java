/** Learned routing: train a router on a table of scores, save it in one file, and serve it. */
@NullMarked
package io.llmrouter.learned;

import org.jspecify.annotations.NullMarked;
