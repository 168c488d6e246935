/**
 * What a plug-in implements: a provider of models, a routing strategy or a store of limits, found through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.llmrouter.api.spi;

import org.jspecify.annotations.NullMarked;
