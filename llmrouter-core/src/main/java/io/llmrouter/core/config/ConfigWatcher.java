package io.llmrouter.core.config;

import io.llmrouter.api.error.ConfigurationException;
import java.nio.file.Path;
import java.util.function.Consumer;

public final class ConfigWatcher implements AutoCloseable {
    public ConfigWatcher(
            Path file, ConfigLoader loader, Consumer<RouterConfig> changed, Consumer<ConfigurationException> refused) {}

    public void checkNow() {}

    @Override
    public void close() {}
}
