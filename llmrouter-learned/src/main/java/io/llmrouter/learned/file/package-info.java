/** The one-file format of trained routers. */
@NullMarked
package io.llmrouter.learned.file;

import org.jspecify.annotations.NullMarked;
