/** The built-in strategies, each a provider and a strategy of the same shape as an application's own. */
@NullMarked
package io.llmrouter.core.strategy;

import org.jspecify.annotations.NullMarked;
