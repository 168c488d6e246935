package io.llmrouter.api;

/** What becomes of a stream that broke off after its first content. */
public enum Recovery {
    /** Another model goes on where it broke off, if that can be done without a seam. */
    RESUME,
    /** The sink is told to forget what it has, and gets a whole new answer. */
    RESTART,
    /** The stream ends with an error. */
    FAIL
}
