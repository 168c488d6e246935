package io.llmrouter.server;

/** A connection, as the server sees it when it stops. Safe to use from any thread. */
interface Served {

    /** Closes the connection as soon as nothing is under way on it. */
    void closeWhenIdle();

    /** The server's configuration has changed. */
    default void reconfigured() {}

    /** Closes the connection and cancels what is under way on it. */
    void closeNow();
}
