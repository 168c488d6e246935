/** Clients, providers and a server that are kept busy, and the books that must agree at the end. */
@NullMarked
package io.llmrouter.soak;

import org.jspecify.annotations.NullMarked;
