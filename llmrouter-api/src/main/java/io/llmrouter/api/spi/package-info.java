/**
 * What a plug-in implements: a provider of models or a routing strategy, found through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.llmrouter.api.spi;

import org.jspecify.annotations.NullMarked;
