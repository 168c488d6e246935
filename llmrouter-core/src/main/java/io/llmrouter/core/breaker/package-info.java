/** The circuit breaker: a state machine that leaves a failing model alone and probes whether it is back. */
@org.jspecify.annotations.NullMarked
package io.llmrouter.core.breaker;
