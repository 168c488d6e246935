/** The configuration, the strategies and the engine of a router. */
module io.llmrouter.core {
    requires transitive io.llmrouter.api;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;

    exports io.llmrouter.core;
    exports io.llmrouter.core.config;

    uses io.llmrouter.api.spi.ChatModelProvider;
    uses io.llmrouter.api.spi.RoutingStrategyProvider;
}
