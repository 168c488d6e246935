/** Files of lines that a router writes and reads. */
@NullMarked
package io.llmrouter.core.files;

import org.jspecify.annotations.NullMarked;
