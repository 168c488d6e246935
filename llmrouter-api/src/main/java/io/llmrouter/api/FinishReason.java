package io.llmrouter.api;

/** Why a model stopped. */
public enum FinishReason {
    /** The answer is complete, or a stop sequence was met. */
    STOP,
    /** The limit of output tokens, or the context window, was reached. */
    LENGTH,
    /** The model waits for the results of tool calls. */
    TOOL_CALLS,
    /** The provider withheld the answer, or a part of it. */
    CONTENT_FILTER,
    /** A reason that the router does not know. */
    OTHER
}
