package io.llmrouter.core.breaker;

/** The states of a circuit. */
public enum CircuitState {
    /** Calls go through. */
    CLOSED,
    /** No call goes through. */
    OPEN,
    /** One call may probe whether the model is back. */
    HALF_OPEN,
    /** The model is back: with each answer more calls go through. */
    RECOVERING
}
