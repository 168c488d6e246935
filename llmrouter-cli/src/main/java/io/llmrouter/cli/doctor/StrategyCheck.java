package io.llmrouter.cli.doctor;

import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.config.RouterConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checks the strategy, and the model that decides for the strategy {@code llm}. */
final class StrategyCheck {
    private static final String CHECK = "strategy";
    private static final String LLM = "llm";
    private static final String USUAL_PROVIDER = "openai";
    private static final String USUAL_MODEL = "gpt-4o-mini";

    private final RouterConfig config;
    private final Function<String, Optional<ChatModelProvider>> providers;
    private final KeyCheck keys;

    StrategyCheck(
            RouterConfig config,
            Function<String, Optional<ChatModelProvider>> providers,
            Map<String, String> environment) {
        this.config = config;
        this.providers = providers;
        this.keys = new KeyCheck(config, environment);
    }

    List<Finding> findings() {
        String strategy = config.routing().strategy();
        if (!strategy.toLowerCase(Locale.ROOT).equals(LLM)) {
            return List.of(Finding.ok(Examination.CONFIGURATION, CHECK, strategy));
        }
        Settings settings = config.routing().settings();
        String model = settings.text("model").orElse(USUAL_MODEL);
        String baseUrl = settings.text("base_url").orElse(null);
        boolean configured = settings.text("provider").isEmpty()
                && baseUrl == null
                && config.models().stream().anyMatch(entry -> entry.name().equals(model));
        if (configured) {
            return List.of(Finding.ok(Examination.CONFIGURATION, CHECK, strategy + ", asks the model " + model));
        }
        String provider = settings.text("provider").orElse(USUAL_PROVIDER);
        return List.of(
                Finding.ok(Examination.CONFIGURATION, CHECK, strategy + ", asks " + model + " of " + provider),
                keys.ofProvider(
                        Examination.CONFIGURATION,
                        provider,
                        providers.apply(provider),
                        baseUrl,
                        ", or router.model to a model under llms; without a key the default decides"));
    }
}
