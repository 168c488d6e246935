/** The OpenAI-compatible server: {@link io.llmrouter.server.LlmRouterServer} serves a router over HTTP and WebSocket. */
@NullMarked
package io.llmrouter.server;

import org.jspecify.annotations.NullMarked;
