/** Runnable examples, with a provider and a strategy of their own as plug-ins. */
module io.llmrouter.examples {
    requires io.llmrouter.core;
    requires io.llmrouter.testkit;
    requires tools.jackson.databind;
    requires static org.jspecify;

    provides io.llmrouter.api.spi.ChatModelProvider with
            io.llmrouter.examples.EchoProvider;
    provides io.llmrouter.api.spi.RoutingStrategyProvider with
            io.llmrouter.examples.LanguageStrategyProvider;

    opens io.llmrouter.examples to
            tools.jackson.databind;
}
