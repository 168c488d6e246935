/** The JSON that commands write. */
@NullMarked
package io.llmrouter.cli.json;

import org.jspecify.annotations.NullMarked;
