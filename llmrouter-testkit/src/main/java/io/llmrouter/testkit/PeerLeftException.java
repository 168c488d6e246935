package io.llmrouter.testkit;

import java.io.IOException;

/** The caller closed its connection while it was owed an answer. */
final class PeerLeftException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerLeftException(String message) {
        super(message);
    }
}
