/** Quantities that run out: requests, tokens and calls at a time, and money by the day or month. */
@NullMarked
package io.llmrouter.core.limits;

import org.jspecify.annotations.NullMarked;
