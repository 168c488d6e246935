/** What the operating system says of a gateway's processes. */
@NullMarked
package io.llmrouter.benchmarks.process;

import org.jspecify.annotations.NullMarked;
