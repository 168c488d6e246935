package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.Optional;

/** Reads settings that have bounds; each reader throws a {@link ConfigurationException} for a value outside them. */
final class Checks {
    private Checks() {}

    static boolean isConfigured(StrategyConfig config, String model) {
        for (ModelInfo info : config.models()) {
            if (info.name().equals(model)) {
                return true;
            }
        }
        return false;
    }

    /** The name of a configured model, if the key is set. */
    static Optional<String> modelName(StrategyConfig config, String key) {
        Optional<String> name = config.settings().text(key);
        if (name.isPresent() && !isConfigured(config, name.get())) {
            throw config.settings().problem(key, "the name of a model under llms");
        }
        return name;
    }

    /** A number from {@code min} to {@code max}; {@code fallback} if the key is not set. */
    static double number(Settings settings, String key, double fallback, double min, double max) {
        double value = settings.number(key).orElse(fallback);
        if (!(value >= min && value <= max)) {
            throw settings.problem(key, "a number from " + Figures.plain(min) + " to " + Figures.plain(max));
        }
        return value;
    }

    /** A whole number from {@code min} to {@code max}, if the key is set. */
    static Optional<Long> wholeNumber(Settings settings, String key, double min, double max) {
        if (settings.number(key).isEmpty()) {
            return Optional.empty();
        }
        double value = number(settings, key, min, min, max);
        if (value != Math.rint(value)) {
            throw settings.problem(key, "a whole number");
        }
        return Optional.of((long) value);
    }
}
