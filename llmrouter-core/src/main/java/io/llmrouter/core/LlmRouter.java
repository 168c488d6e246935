package io.llmrouter.core;

import io.llmrouter.api.Router;
import io.llmrouter.core.config.ConfigLoader;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.engine.EngineFactory;
import io.llmrouter.core.engine.Plugins;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes routers: from a YAML file, or from code.
 *
 * <pre>{@code
 * try (Router router = LlmRouter.load(Path.of("llmrouter.yaml"))) {
 *     ChatResponse reply = router.chat("Explain CRDTs in one sentence.");
 *     System.out.println(reply.text());
 *     System.out.println(reply.routing());
 * }
 * }</pre>
 */
public final class LlmRouter {
    private LlmRouter() {}

    /**
     * Makes a router of a YAML file.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file
     */
    public static Router load(Path file) {
        return of(configOf(file));
    }

    /**
     * Makes a router of a YAML file and follows the file: when it changes, the new configuration is validated whole and
     * takes over; a call under way ends under the old one. A file with problems changes nothing, and is logged with all
     * of them.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file as it is now
     */
    public static WatchedRouter watch(Path file) {
        return new WatchedRouter(file);
    }

    /**
     * Makes a router of a configuration that was read before.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems that only the providers could see
     */
    public static Router of(RouterConfig config) {
        return new EngineFactory(Plugins.find(), Map.of(), null).create(config);
    }

    /** Begins a router in code: whatever the YAML file can say, the builder can say. */
    public static RouterBuilder builder() {
        return new RouterBuilder();
    }

    /**
     * Reads a YAML file without making a router of it.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file
     */
    public static RouterConfig configOf(Path file) {
        Plugins plugins = Plugins.find();
        return new ConfigLoader()
                .knowing(plugins.providerKeyVariables(), plugins.strategyNames())
                .load(file);
    }
}
