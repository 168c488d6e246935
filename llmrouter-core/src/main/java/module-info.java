/** The configuration, the strategies and the engine of a router. */
module io.llmrouter.core {
    requires transitive io.llmrouter.api;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;

    exports io.llmrouter.core;
    exports io.llmrouter.core.config;
    exports io.llmrouter.core.journal;
    exports io.llmrouter.core.engine to
            io.llmrouter.cli;
    exports io.llmrouter.core.limits;
    exports io.llmrouter.core.memory to
            io.llmrouter.cli;

    uses io.llmrouter.api.spi.ChatModelProvider;
    uses io.llmrouter.api.spi.LimitStoreProvider;
    uses io.llmrouter.api.spi.RoutingStrategyProvider;

    provides io.llmrouter.api.spi.RoutingStrategyProvider with
            io.llmrouter.core.strategy.RandomStrategyProvider,
            io.llmrouter.core.strategy.RoundRobinStrategyProvider,
            io.llmrouter.core.strategy.RulesStrategyProvider,
            io.llmrouter.core.strategy.LlmStrategyProvider,
            io.llmrouter.core.strategy.SmallestLlmStrategyProvider,
            io.llmrouter.core.strategy.LargestLlmStrategyProvider,
            io.llmrouter.core.strategy.CostStrategyProvider,
            io.llmrouter.core.strategy.LatencyStrategyProvider,
            io.llmrouter.core.strategy.LeastBusyStrategyProvider,
            io.llmrouter.core.strategy.BedrockSmartStrategyProvider;
}
