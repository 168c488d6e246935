package io.llmrouter.core;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.Router;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.ConfigLoader;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.engine.EngineFactory;
import io.llmrouter.core.engine.Plugins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a router in code.
 *
 * <p>It fills the same tree that the YAML file has, which then goes through the same validation: {@link #set} reaches
 * every key by its path. Beyond YAML, it takes models and a strategy that the application made itself. Not safe for
 * concurrent use.
 */
public final class RouterBuilder {
    private static final String OWN_PROVIDER = "application";

    private final Map<String, Object> tree = new LinkedHashMap<>();
    private final Map<String, ChatModel> ownModels = new LinkedHashMap<>();
    private @Nullable RoutingStrategy ownStrategy;

    RouterBuilder() {}

    /** Adds a model: what the section {@code llms.<name>} of the file says. */
    public RouterBuilder model(String name, Consumer<ModelBuilder> model) {
        var builder = new ModelBuilder(ConfigTree.section(ConfigTree.section(tree, "llms"), name));
        model.accept(builder);
        return this;
    }

    /** Adds an embedding model: what the section {@code embeddings.<name>} of the file says. */
    public RouterBuilder embedding(String name, Consumer<ModelBuilder> model) {
        model.accept(new ModelBuilder(ConfigTree.section(ConfigTree.section(tree, "embeddings"), name)));
        return this;
    }

    /**
     * Adds a model that the application made itself, another router for instance.
     *
     * <p>It is closed with the router if it is {@link AutoCloseable}.
     */
    public RouterBuilder ownModel(String name, ChatModel model) {
        return ownModel(name, model, about -> {});
    }

    /** Adds a model that the application made itself, with its prices, limits, capabilities or fallbacks. */
    public RouterBuilder ownModel(String name, ChatModel model, Consumer<ModelBuilder> about) {
        ownModels.put(name, Objects.requireNonNull(model, "model"));
        return model(name, builder -> about.accept(builder.provider(OWN_PROVIDER)));
    }

    /** Chooses the strategy by its name. */
    public RouterBuilder strategy(String name) {
        return set("router.strategy", name);
    }

    /** Chooses the strategy by its name, with its settings: what the section {@code router} of the file says. */
    public RouterBuilder strategy(String name, Map<String, ?> settings) {
        strategy(name);
        ConfigTree.section(tree, "router").putAll(settings);
        return this;
    }

    /** Takes a strategy that the application made itself; it is closed with the router if it is {@link AutoCloseable}. */
    public RouterBuilder ownStrategy(RoutingStrategy strategy) {
        ownStrategy = Objects.requireNonNull(strategy, "strategy");
        return this;
    }

    /** What becomes of a request with something that its model cannot honour, where the model says nothing else. */
    public RouterBuilder onUnsupported(OnUnsupported policy) {
        return set("router.on_unsupported", policy.name().toLowerCase(Locale.ROOT));
    }

    /** Sets the keys of a provider, used in turn. */
    public RouterBuilder apiKeys(String provider, String... keys) {
        return set("api_keys." + provider, List.of(keys));
    }

    /**
     * Sets any key of the file, such as {@code resilience.max_retries}.
     *
     * @param path the key's path, its parts separated by dots; names with dots in them are set with
     *     {@link #model(String, Consumer)}
     * @param value a text, a number, a boolean, a list or a map
     */
    public RouterBuilder set(String path, Object value) {
        ConfigTree.put(tree, path, value);
        return this;
    }

    /**
     * The router.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems
     */
    public Router build() {
        Plugins plugins = Plugins.find();
        Map<String, String> providers = plugins.providerKeyVariables();
        providers.put(OWN_PROVIDER, "");
        var loader = new ConfigLoader().knowing(providers, plugins.strategyNames());
        return new EngineFactory(plugins, ownModels, ownStrategy).create(loader.load(tree));
    }
}
