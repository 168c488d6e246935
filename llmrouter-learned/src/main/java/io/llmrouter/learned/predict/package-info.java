/** What a query will cost and how well each model will answer it: the learners. */
@NullMarked
package io.llmrouter.learned.predict;

import org.jspecify.annotations.NullMarked;
