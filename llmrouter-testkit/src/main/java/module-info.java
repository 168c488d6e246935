/** A fake provider on a real socket, for tests of routing policies. */
module io.llmrouter.testkit {
    requires transitive io.llmrouter.api;
    requires io.llmrouter.wire;
    requires tools.jackson.databind;

    exports io.llmrouter.testkit;
}
