package io.llmrouter.core.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.core.memory.MemorySource;
import io.llmrouter.core.memory.RoutingMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * {@code llm}: asks a language model which model should answer.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code model}: the model to ask, {@code gpt-4o-mini} if not set. Without {@code provider} and {@code base_url}
 *       it may be the name of a configured model;
 *   <li>{@code provider}, {@code openai} if not set, and {@code base_url}: where that model is;
 *   <li>{@code timeout}: how long to wait for it, 15 s if not set;
 *   <li>{@code default}: the model if it does not answer, or names no candidate; else the default of {@code rules}, else
 *       the first model;
 *   <li>{@code tag_override}: whether a model's name in brackets in the message, as in {@code [name]} or {@code (name)},
 *       chooses that model without asking; off if not set, because it lets users choose.
 * </ul>
 *
 * <p>Where the section {@code memory} is enabled, it shows the language model its past decisions on similar messages.
 */
public final class LlmStrategyProvider implements RoutingStrategyProvider {
    private static final String PROVIDER = "openai";
    private static final String MODEL = "gpt-4o-mini";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    @Override
    public String name() {
        return "llm";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings settings = config.settings();
        var defaults = new ArrayList<String>();
        Checks.modelName(config, "default").ifPresent(defaults::add);
        defaults.addAll(Rules.read(settings).defaults());
        return new LlmStrategy(
                routingModel(config),
                timeout(settings),
                settings.flag("tag_override").orElse(false),
                new DefaultModel(defaults),
                config instanceof MemorySource source ? source.memory() : RoutingMemory.NONE);
    }

    private static ChatModel routingModel(StrategyConfig config) {
        Settings settings = config.settings();
        Optional<String> provider = settings.text("provider");
        Optional<String> baseUrl = settings.text("base_url");
        String model = settings.text("model").orElse(MODEL);
        if (provider.isEmpty() && baseUrl.isEmpty() && Checks.isConfigured(config, model)) {
            return config.model(model);
        }
        return config.connect(provider.orElse(PROVIDER), model, baseUrl.orElse(null));
    }

    private static Duration timeout(Settings settings) {
        Duration timeout = settings.duration("timeout").orElse(TIMEOUT);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw settings.problem("timeout", "a duration above 0 and at most an hour, such as 15s");
        }
        return timeout;
    }
}
