/** Figures, their spread, and the page that shows them. */
@NullMarked
package io.llmrouter.benchmarks.report;

import org.jspecify.annotations.NullMarked;
