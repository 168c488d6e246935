/** From the text of a query to numbers. */
@NullMarked
package io.llmrouter.learned.features;

import org.jspecify.annotations.NullMarked;
