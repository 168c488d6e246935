/** Runnable examples. */
module io.llmrouter.examples {
    requires io.llmrouter.core;
    requires io.llmrouter.testkit;
    requires static org.jspecify;
}
