/** Limits and budgets that several instances share, counted in Redis. */
@NullMarked
package io.llmrouter.limits.redis;

import org.jspecify.annotations.NullMarked;
