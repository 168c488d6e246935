package io.llmrouter.core.config;

/** What becomes of a request with something that the model cannot honour, such as {@code seed} or {@code n}. */
public enum OnUnsupported {
    /** It is left out, and the answer says so. */
    WARN,
    /** It is left out. */
    DROP,
    /** The model is not asked: another one is, or the request is refused. */
    REJECT
}
