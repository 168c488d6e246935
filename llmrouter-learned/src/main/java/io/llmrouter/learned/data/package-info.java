/** Tables of past scores, and what reads them. */
@NullMarked
package io.llmrouter.learned.data;

import org.jspecify.annotations.NullMarked;
