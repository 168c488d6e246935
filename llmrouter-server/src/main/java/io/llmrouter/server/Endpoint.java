package io.llmrouter.server;

/** What answers one path. One object serves all requests, so it MUST be safe for concurrent use. */
interface Endpoint {

    /**
     * Answers a request whose body is complete, now or later.
     *
     * <p>Called on an event loop, so it MUST NOT block. What it throws becomes the answer.
     */
    void handle(Exchange exchange);
}
