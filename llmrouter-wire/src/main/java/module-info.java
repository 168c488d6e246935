/** The chat wire formats, each once and in both directions. */
module io.llmrouter.wire {
    requires transitive io.llmrouter.api;
    requires tools.jackson.databind;

    exports io.llmrouter.wire;
}
