package io.llmrouter.core.strategy;

/** Looks for something in a message. Safe for concurrent use. */
interface TextMatcher {

    Result find(QueryText query);

    /** What came of it. */
    enum Result {
        FOUND,
        ABSENT,
        /** The search was too costly and was given up. */
        GIVEN_UP
    }

    static Result foundIf(boolean found) {
        return found ? Result.FOUND : Result.ABSENT;
    }
}
