package io.llmrouter.learned.data;

/** What a row of a table is for. */
public enum Split {
    /** The row may be learned from. */
    TRAIN,
    /** The row is kept for judging. */
    TEST,
    /** The table does not say. */
    NONE
}
