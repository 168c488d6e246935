/**
 * Routers trained on data, the strategies {@code llmrouter} and {@code automix} that serve them, and {@code complexity}, which
 * needs no training.
 */
module io.llmrouter.learned {
    requires transitive io.llmrouter.api;
    requires org.snakeyaml.engine;
    requires tools.jackson.databind;

    exports io.llmrouter.learned;
    exports io.llmrouter.learned.cascade;
    exports io.llmrouter.learned.config;
    exports io.llmrouter.learned.data;
    exports io.llmrouter.learned.evaluate;
    exports io.llmrouter.learned.file;
    exports io.llmrouter.learned.policy;

    provides io.llmrouter.api.spi.RoutingStrategyProvider with
            io.llmrouter.learned.strategy.AutomixStrategyProvider,
            io.llmrouter.learned.strategy.ComplexityStrategyProvider,
            io.llmrouter.learned.strategy.LlmrouterStrategyProvider;
}
