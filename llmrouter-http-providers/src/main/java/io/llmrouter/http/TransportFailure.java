package io.llmrouter.http;

/** How an exchange can break. */
public enum TransportFailure {
    /** No connection came about within {@link HttpCall#connectTimeout()}. */
    CONNECT_TIMEOUT,
    /** The host has no address. */
    UNKNOWN_HOST,
    /** The host took no connection. */
    REFUSED,
    /** No secure connection could be agreed on: an untrusted certificate, another name, no common protocol. */
    TLS,
    /** The other side spoke something else than HTTP. */
    NOT_HTTP,
    /** The connection broke, before the answer or in its midst. */
    BROKEN
}
