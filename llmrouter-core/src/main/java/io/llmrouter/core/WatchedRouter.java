package io.llmrouter.core;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A router that follows its file: an engine for each valid version, the old one closed once its calls have ended. */
final class WatchedRouter implements Router {
    private static final Logger LOG = System.getLogger(WatchedRouter.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EngineFactory factory;
    private final ConfigWatcher watcher;
    private volatile RoutingEngine current;

    WatchedRouter(Path file) {
        Plugins plugins = Plugins.find();
        var loader = new ConfigLoader().knowing(plugins.providerKeyVariables(), plugins.strategyNames());
        factory = new EngineFactory(plugins, Map.of(), null);
        synchronized (this) { // a change that is seen during the first load waits for it
            watcher = ConfigWatcher.start(file, loader, INTERVAL, this::changed, this::refused);
            try {
                current = factory.create(loader.load(file));
            } catch (RuntimeException failure) {
                watcher.close();
                throw failure;
            }
        }
    }

    private synchronized void changed(RouterConfig config) {
        try {
            RoutingEngine old = current;
            current = factory.create(config);
            old.release();
            LOG.log(Level.INFO, () -> config.source() + ": the changed configuration is in use");
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
    public List<ModelInfo> models() {
        return current.models();
    }

    @Override
    public List<ModelHealth> health() {
        return current.health();
    }

    @Override
    public void close() {
        watcher.close();
        current.close();
    }
}
