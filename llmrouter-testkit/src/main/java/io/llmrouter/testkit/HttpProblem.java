package io.llmrouter.testkit;

import java.io.IOException;

/** A request that is not HTTP as the fake understands it: answered with a status and a closed connection. */
final class HttpProblem extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
