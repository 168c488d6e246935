/** Carries requests to providers on Netty's event loops, which the server shares. */
@NullMarked
package io.llmrouter.transport.netty;

import org.jspecify.annotations.NullMarked;
