/** Sentence encoders: what turns a query into a vector where the learned projection is not to. */
@NullMarked
package io.llmrouter.learned.encode;

import org.jspecify.annotations.NullMarked;
