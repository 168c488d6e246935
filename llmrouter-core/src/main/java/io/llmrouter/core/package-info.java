/** The front door: {@link io.llmrouter.core.LlmRouter} loads a configuration, or builds one, into a router. */
@NullMarked
package io.llmrouter.core;

import org.jspecify.annotations.NullMarked;
