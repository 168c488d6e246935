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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the keys of a model, and where they come from. Shows none. */
final class KeyCheck {
    private static final String CHECK = "key";
    private static final Set<String> KEY_HEADERS = Set.of("authorization", "x-api-key", "api-key");

    private final RouterConfig config;
    private final Map<String, String> environment;

    KeyCheck(RouterConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    Finding of(ModelEntry model, Optional<ChatModelProvider> provider) {
        if (!model.apiKeys().isEmpty()) {
            return Finding.ok(model.name(), CHECK, count(model.apiKeys()) + ownSource(model.settings()));
        }
        String ownKey = ", or llms." + model.name() + ".api_key_env to the variable that holds the key";
        return isKeyless(model.settings())
                ? Finding.ok(model.name(), CHECK, "none needed")
                : ofProvider(model.name(), model.info().provider(), provider, model.baseUrl(), ownKey);
    }

    /**
     * Looks for the keys that all models of a provider share.
     *
     * @param baseUrl the address, if it is not the provider's own: it may do without a key
     * @param otherRemedy what else can be done than setting the provider's variable
     */
    Finding ofProvider(
            String subject,
            String name,
            Optional<ChatModelProvider> provider,
            @Nullable String baseUrl,
            String otherRemedy) {
        List<String> keys = config.apiKeys().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        String variable = provider.map(ChatModelProvider::apiKeyVariable).orElse("");
        if (!keys.isEmpty()) {
            return Finding.ok(subject, CHECK, count(keys) + sharedSource(name, keys, variable));
        }
        if (variable.isEmpty()) {
            return Finding.ok(subject, CHECK, "none needed");
        }
        String remedy = "set " + variable + otherRemedy;
        return baseUrl == null
                ? Finding.problem(subject, CHECK, "none found", remedy)
                : Finding.warning(subject, CHECK, "none found for " + baseUrl, remedy + ", if it wants one");
    }

    private static boolean isKeyless(Settings settings) {
        return settings.flag("local").orElse(false)
                || settings.text("auth_mode").orElse("").equals("none")
                || settings.section("headers").keys().stream()
                        .anyMatch(header -> KEY_HEADERS.contains(header.toLowerCase(Locale.ROOT)));
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

    private String sharedSource(String provider, List<String> keys, String variable) {
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
