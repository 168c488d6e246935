package io.llmrouter.core;

import io.llmrouter.api.Router;
import io.llmrouter.core.config.ConfigLoader;
import io.llmrouter.core.config.RouterConfig;
import java.nio.file.Path;

/** Makes routers: from a YAML file, or from code. */
public final class LlmRouter {
    private LlmRouter() {}

    /**
     * Makes a router of a YAML file.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file
     */
    public static Router load(Path file) {
        return of(new ConfigLoader().load(file));
    }

    /** Makes a router of a configuration that was read before. */
    public static Router of(RouterConfig config) {
        throw new AssertionError(config);
    }
}
