package io.llmrouter.examples;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code language}: a model for each script, such as {@code han} or {@code cyrillic}.
 *
 * <p>Settings: {@code options}, a model for each Unicode script; {@code default}, the model for all others.
 */
public final class LanguageStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "language";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings options = config.settings().section("options");
        Map<UnicodeScript, String> models = new EnumMap<>(UnicodeScript.class);
        for (String script : options.keys()) {
            models.put(scriptOf(options, script), modelOf(options, script, config));
        }
        return new LanguageStrategy(models, modelOf(config.settings(), "default", config));
    }

    private static UnicodeScript scriptOf(Settings options, String script) {
        try {
            return UnicodeScript.forName(script);
        } catch (IllegalArgumentException unknown) {
            throw options.problem(script, "the name of a Unicode script, such as han, cyrillic or arabic");
        }
    }

    private static String modelOf(Settings settings, String key, StrategyConfig config) {
        List<String> models = config.models().stream().map(ModelInfo::name).toList();
        return settings.text(key)
                .filter(models::contains)
                .orElseThrow(() -> settings.problem(key, "a configured model: " + String.join(", ", models)));
    }
}
