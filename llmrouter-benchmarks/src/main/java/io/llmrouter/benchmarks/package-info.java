/** The command that compares gateways, and its rounds. */
@NullMarked
package io.llmrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
