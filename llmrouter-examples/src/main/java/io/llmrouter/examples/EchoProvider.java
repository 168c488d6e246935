package io.llmrouter.examples;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;

/**
 * A provider whose models repeat what they hear.
 *
 * <p>It is found through {@link java.util.ServiceLoader}: on the class path by the file
 * {@code META-INF/services/io.llmrouter.api.spi.ChatModelProvider}, on the module path by {@code provides} in
 * {@code module-info.java}.
 */
public final class EchoProvider implements ChatModelProvider {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public ChatModel create(ModelConfig config) {
        String prefix = config.settings().section("options").text("prefix").orElse("");
        return request -> ChatResponse.of(prefix + request.lastUserText());
    }
}
