/** The llmrouter command. */
module io.llmrouter.cli {
    requires jdk.unsupported;
    requires io.llmrouter.core;
    requires io.llmrouter.learned;
    requires io.llmrouter.server;
    requires io.llmrouter.testkit;
    requires info.picocli;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires java.logging;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static org.jspecify;

    opens io.llmrouter.cli to
            info.picocli;

    uses io.llmrouter.api.spi.ChatModelProvider;
    uses io.llmrouter.api.spi.RoutingStrategyProvider;
}
