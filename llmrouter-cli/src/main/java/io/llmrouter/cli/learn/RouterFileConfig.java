package io.llmrouter.cli.learn;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.cli.json.Json;
import io.llmrouter.core.config.ConfigLoader;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.learned.config.RouterFile;
import io.llmrouter.learned.data.ModelCard;
import io.llmrouter.learned.data.ModelCards;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes a configuration of a router's own file: the models of its {@code data_path.llm_data}, the router of its {@code
 * model_path}, and the keys of the variable {@code API_KEYS}: a key, several with commas between, or JSON by service.
 */
public final class RouterFileConfig {
    private static final Set<String> BEDROCK = Set.of("bedrock", "aws");

    private final RouterFile file;
    private final Set<String> providers;
    private final Optional<String> keys;

    private RouterFileConfig(RouterFile file, Set<String> providers, Optional<String> keys) {
        this.file = file;
        this.providers = providers;
        this.keys = keys;
    }

    /**
     * Reads a router's own file.
     *
     * @param providers the names of the providers that there are
     * @param keys the value of {@code API_KEYS}, if it is set
     */
    public static RouterConfig of(Path path, Set<String> providers, Optional<String> keys) {
        return new RouterFileConfig(RouterFile.read(path), providers, keys).config(path);
    }

    /** The models of a router's own file, without the router. */
    public static RouterConfig models(Path path, Set<String> providers, Optional<String> keys) {
        var reader = new RouterFileConfig(RouterFile.read(path), providers, keys);
        return new ConfigLoader().load(Map.of("llms", reader.models(path)));
    }

    private RouterConfig config(Path path) {
        Map<String, Object> learned =
                Map.of("config_path", path.toAbsolutePath().toString());
        return new ConfigLoader()
                .load(Map.of("router", Map.of("strategy", "llmrouter", "llmrouter", learned), "llms", models(path)));
    }

    private Map<String, Object> models(Path path) {
        Path candidates = file.data("llm_data")
                .orElseThrow(() -> ConfigurationException.of(
                        path + " data_path.llm_data", "the file of the models to route among", "nothing"));
        Map<String, Object> models = new LinkedHashMap<>();
        for (ModelCard card : ModelCards.read(candidates)) {
            models.put(card.name(), model(card));
        }
        return models;
    }

    private Map<String, Object> model(ModelCard card) {
        Map<String, Object> model = new LinkedHashMap<>();
        String service = card.service().toLowerCase(Locale.ROOT);
        boolean bedrock = BEDROCK.contains(service);
        model.put("provider", bedrock ? "bedrock" : providers.contains(service) ? service : "openai");
        model.put("model", card.modelId());
        if (!card.awsRegion().isEmpty()) {
            model.put("aws_region", card.awsRegion());
        }
        String address = card.apiEndpoint().isEmpty() ? file.apiEndpoint().orElse("") : card.apiEndpoint();
        if (!bedrock && !address.isEmpty()) {
            model.put("base_url", address);
        }
        card.priceIfKnown().ifPresent(price -> {
            model.put("input_price", price.input());
            model.put("output_price", price.output());
        });
        if (!bedrock) {
            List<String> found = keys(service);
            if (!found.isEmpty()) {
                model.put("api_key", found);
            }
        }
        return model;
    }

    private List<String> keys(String service) {
        String text = keys.orElse("").strip();
        if (!text.startsWith("{") && !text.startsWith("[") && !text.startsWith("\"")) {
            return parts(text);
        }
        JsonNode node;
        try {
            node = Json.mapper().readTree(text);
        } catch (JacksonException broken) {
            throw ConfigurationException.of("API_KEYS", "a key, keys with commas between, or JSON", "broken JSON");
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (entry.getKey().equalsIgnoreCase(service)) {
                    return texts(entry.getValue());
                }
            }
            return List.of();
        }
        return texts(node);
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isString()) {
            texts.addAll(parts(node.stringValue()));
        }
        node.values().forEach(item -> texts.addAll(item.isString() ? parts(item.stringValue()) : List.of()));
        return texts;
    }

    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }
}
