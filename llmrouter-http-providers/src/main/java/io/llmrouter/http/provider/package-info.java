/** The HTTP providers: a table of presets, and one model for all of them. */
@NullMarked
package io.llmrouter.http.provider;

import org.jspecify.annotations.NullMarked;
