/** How good a router is, against the best single model, the zero router and the oracle. */
@NullMarked
package io.llmrouter.learned.evaluate;

import org.jspecify.annotations.NullMarked;
