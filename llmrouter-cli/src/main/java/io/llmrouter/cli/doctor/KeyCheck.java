package io.llmrouter.cli.doctor;

import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.RouterConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks for the keys of a model, and where they come from. Shows none. */
final class KeyCheck {
    private static final String CHECK = "key";
    private static final List<String> KEYLESS = List.of("none");

    private final RouterConfig config;
    private final Map<String, String> environment;

    KeyCheck(RouterConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    Finding of(ModelEntry model, Optional<ChatModelProvider> provider) {
        String name = model.name();
        if (!model.apiKeys().isEmpty()) {
            return Finding.ok(name, CHECK, count(model.apiKeys()) + ownSource(model.settings()));
        }
        List<String> shared =
                config.apiKeys().getOrDefault(model.info().provider().toLowerCase(Locale.ROOT), List.of());
        String variable = provider.map(ChatModelProvider::apiKeyVariable).orElse("");
        if (!shared.isEmpty()) {
            return Finding.ok(name, CHECK, count(shared) + sharedSource(model, shared, variable));
        }
        if (variable.isEmpty() || isKeyless(model.settings())) {
            return Finding.ok(name, CHECK, "none needed");
        }
        String remedy = "set " + variable + ", or llms." + name + ".api_key_env to the variable that holds the key";
        return model.baseUrl() == null
                ? Finding.problem(name, CHECK, "none found", remedy)
                : Finding.warning(name, CHECK, "none found for " + model.baseUrl(), remedy + ", if it wants one");
    }

    private static boolean isKeyless(Settings settings) {
        return settings.flag("local").orElse(false)
                || KEYLESS.contains(settings.text("auth_mode").orElse(""))
                || !settings.section("headers").keys().isEmpty();
    }

    private static String count(List<String> keys) {
        return keys.size() == 1 ? "1 key from " : keys.size() + " keys from ";
    }

    private static String ownSource(Settings settings) {
        if (!settings.texts("api_key").isEmpty()) {
            return "api_key";
        }
        List<String> variables = settings.texts("api_key_env");
        return variables.isEmpty() ? "api_key_file" : String.join(", ", variables);
    }

    private String sharedSource(ModelEntry model, List<String> keys, String variable) {
        String provider = model.info().provider();
        String usual = provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
        for (String candidate : List.of(usual, variable)) {
            String value = environment.getOrDefault(candidate, "");
            List<String> found = Arrays.stream(value.split("[,\n]", -1))
                    .map(String::strip)
                    .filter(key -> !key.isEmpty())
                    .toList();
            if (found.equals(keys)) {
                return candidate;
            }
        }
        return "api_keys." + provider;
    }
}
