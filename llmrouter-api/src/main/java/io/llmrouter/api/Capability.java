package io.llmrouter.api;

/** Something that a model can or cannot do. */
public enum Capability {
    /** Calling tools. */
    TOOLS,
    /** Looking at images. */
    VISION,
    /** Listening to audio. */
    AUDIO,
    /** Answering in JSON on demand. */
    JSON,
    /** Going on from a partial answer given as the last assistant message. */
    PREFILL
}
