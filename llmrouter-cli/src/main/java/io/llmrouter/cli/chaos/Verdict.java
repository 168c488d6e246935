package io.llmrouter.cli.chaos;

/** How a policy came through a scenario. */
public enum Verdict {
    /** The caller got the complete answer, or the clean error that was due, and every check held. */
    PASS,
    /** The caller got an error of a known kind in good time. */
    SAFE,
    /** A hang, a part of an answer presented as the whole, or a check that did not hold. */
    FAIL
}
