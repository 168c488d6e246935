package io.llmrouter.benchmarks.gateway;

/** A gateway cannot be had on this machine; the message is the reason, in one line. */
public final class MissingGatewayException extends Exception {
    private static final long serialVersionUID = 1;

    MissingGatewayException(String reason) {
        super(reason.lines().findFirst().orElse("for no known reason"));
    }
}
