/**
 * One unchecked family of errors. Every leaf says what went wrong, where, whether another attempt makes sense, and what
 * the user can do about it.
 */
@NullMarked
package io.llmrouter.api.error;

import org.jspecify.annotations.NullMarked;
