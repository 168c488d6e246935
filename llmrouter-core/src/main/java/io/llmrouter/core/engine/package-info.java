/** The way of a request: filter the candidates, let the strategy decide, attempt, account. */
@NullMarked
package io.llmrouter.core.engine;

import org.jspecify.annotations.NullMarked;
