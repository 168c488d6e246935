/** The llmrouter command. */
module io.llmrouter.cli {
    requires io.llmrouter.core;
    requires io.llmrouter.testkit;
    requires info.picocli;
    requires tools.jackson.databind;
    requires static org.jspecify;
}
