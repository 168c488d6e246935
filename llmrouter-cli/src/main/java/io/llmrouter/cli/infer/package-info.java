/** Many queries in, many results out, one at a time. */
@NullMarked
package io.llmrouter.cli.infer;

import org.jspecify.annotations.NullMarked;
