package io.llmrouter.testkit;

/** What becomes of the connection after an answer. */
enum Ending {
    KEEP_ALIVE,
    CLOSE,
    RESET
}
