package io.llmrouter.core;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.Feedback;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.core.config.ConfigLoader;
import io.llmrouter.core.config.ConfigWatcher;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.engine.EngineFactory;
import io.llmrouter.core.engine.Plugins;
import io.llmrouter.core.engine.RoutingEngine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A router that follows its configuration's file: a changed file takes over whole, calls under way end under the old one.
 *
 * <p>Safe for concurrent use.
 */
public final class WatchedRouter implements Router {
    private static final Logger LOG = System.getLogger(WatchedRouter.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EngineFactory factory;
    private final ConfigWatcher watcher;
    private final List<Consumer<RouterConfig>> listeners = new ArrayList<>();
    private volatile RoutingEngine current;
    private RouterConfig config;

    WatchedRouter(Path file) {
        Plugins plugins = Plugins.find();
        var loader = new ConfigLoader().knowing(plugins.providerKeyVariables(), plugins.strategyNames());
        factory = new EngineFactory(plugins, Map.of(), null);
        synchronized (this) { // a change that is seen during the first load waits for it
            watcher = ConfigWatcher.start(file, loader, INTERVAL, this::changed, this::refused);
            try {
                config = loader.load(file);
                current = factory.create(config);
            } catch (RuntimeException failure) {
                watcher.close();
                throw failure;
            }
        }
    }

    /** Reads the file now, changed or not, and waits until its configuration is in use or refused, as the log says. */
    public void reload() {
        watcher.checkNow();
    }

    /**
     * Has a listener told the configuration in use, at once, and each one that takes over.
     *
     * @param listener called one at a time; what it throws is logged and ends nothing
     */
    public synchronized void onConfig(Consumer<RouterConfig> listener) {
        listeners.add(listener);
        tell(listener);
    }

    private void tell(Consumer<RouterConfig> listener) {
        try {
            listener.accept(config);
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "A listener of configurations failed", failure);
        }
    }

    private synchronized void changed(RouterConfig next) {
        try {
            RoutingEngine old = current;
            current = factory.create(next);
            config = next;
            old.release();
            LOG.log(Level.INFO, () -> next.source() + ": the configuration is in use");
            listeners.forEach(this::tell);
        } catch (ConfigurationException problems) {
            refused(problems);
        }
    }

    private void refused(ConfigurationException problems) {
        LOG.log(Level.ERROR, () -> "The changed configuration is not used, the old one stays:\n" + problems.summary());
    }

    private <T> T with(Function<RoutingEngine, T> use) {
        while (true) {
            RoutingEngine engine = current;
            if (engine.retain()) {
                try {
                    return use.apply(engine);
                } finally {
                    engine.release();
                }
            }
            if (engine == current) {
                return use.apply(engine);
            }
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return with(engine -> engine.chat(request));
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return with(engine -> engine.chatAsync(request));
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        return with(engine -> engine.stream(request, sink));
    }

    @Override
    public RoutingDecision route(ChatRequest request) {
        return with(engine -> engine.route(request));
    }

    @Override
    public boolean feedback(Feedback feedback) {
        return with(engine -> engine.feedback(feedback));
    }

    @Override
    public List<ModelInfo> models() {
        return current.models();
    }

    @Override
    public List<ModelInfo> modelsFor(ChatRequest request) {
        return current.modelsFor(request);
    }

    @Override
    public List<ModelInfo> embeddingModels() {
        return current.embeddingModels();
    }

    /** The model goes on under the configuration of each call, as long as that has one of its name. */
    @Override
    public Optional<EmbeddingModel> embeddingModel(String name) {
        return current.embeddingModel(name)
                .map(known -> request ->
                        with(engine -> engine.embeddingModel(name).orElse(known).embedAsync(request)));
    }

    @Override
    public List<ModelHealth> health() {
        return current.health();
    }

    @Override
    public List<Gauge> gauges() {
        return with(RoutingEngine::gauges);
    }

    @Override
    public void close() {
        watcher.close();
        current.close();
    }
}
