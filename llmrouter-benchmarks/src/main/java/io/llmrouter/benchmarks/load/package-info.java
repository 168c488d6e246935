/** The mock provider and the load generator. */
@NullMarked
package io.llmrouter.benchmarks.load;

import org.jspecify.annotations.NullMarked;
