package io.llmrouter.core.config;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the entry of a model of its section. */
final class ModelReader {
    private static final String REGION = "aws_region";

    private final KeyResolver keys;
    private final Fields resilience;
    private final @Nullable Value region;
    private final OnUnsupported onUnsupported;

    /**
     * Creates a reader.
     *
     * @param resilience the section that holds for all models
     * @param region the region of models that name none
     * @param onUnsupported what holds for models that say nothing else
     */
    ModelReader(KeyResolver keys, Fields resilience, @Nullable Value region, OnUnsupported onUnsupported) {
        this.keys = keys;
        this.resilience = resilience;
        this.region = region;
        this.onUnsupported = onUnsupported;
    }

    ModelEntry read(String name, Fields fields) {
        var model = new SectionReader(ConfigKeys.MODEL, fields);
        return new ModelEntry(
                info(name, model),
                model.text("base_url").map(String::strip).orElse(null),
                keys.ofModel(model),
                fallbacks(model),
                resilience(fields.section("resilience")),
                model.text("on_unsupported")
                        .map(text -> SimpleSections.choice(OnUnsupported.class, text))
                        .orElse(onUnsupported),
                LimitReader.rates(new SectionReader(ConfigKeys.RATES, fields.section("limits"))),
                new SettingsTree(withRegion(fields)));
    }

    /** Makes the entry of an embedding model, whose output costs nothing. */
    ModelEntry readEmbedding(String name, Fields fields) {
        ModelEntry entry = read(name, fields);
        ModelInfo info = entry.info();
        Prices prices = info.prices();
        var priced = new Prices(prices.input(), prices.input() == null ? null : BigDecimal.ZERO, null, null);
        return new ModelEntry(
                new ModelInfo(name, info.provider(), info.modelId(), info.description(), priced, Map.of(), null, null),
                entry.baseUrl(),
                entry.apiKeys(),
                List.of(),
                entry.resilience(),
                entry.onUnsupported(),
                entry.limits(),
                entry.settings());
    }

    private static ModelInfo info(String name, SectionReader model) {
        var id = model.text("model").map(String::strip).orElse(name);
        return new ModelInfo(
                name,
                provider(model),
                id,
                model.text("description").orElse(""),
                PriceReader.prices(model),
                capabilities(model),
                model.integer("context_limit")
                        .or(() -> KnownContextLimits.of(id))
                        .orElse(null),
                model.integer("max_tokens").orElse(null));
    }

    private static String provider(SectionReader model) {
        return model.textOr("provider").strip().toLowerCase(Locale.ROOT);
    }

    private static List<String> fallbacks(SectionReader model) {
        return model.strippedTexts("fallbacks");
    }

    private static Map<Capability, Boolean> capabilities(SectionReader model) {
        Map<Capability, Boolean> capabilities = new EnumMap<>(Capability.class);
        var flags = model.fields().section("capabilities");
        for (Capability capability : Capability.values()) {
            flags.fields().forEach((name, flag) -> {
                if (name.equalsIgnoreCase(capability.name()) && flag instanceof Scalar scalar) {
                    Scalars.flag(scalar.text()).ifPresent(able -> capabilities.put(capability, able));
                }
            });
            for (Scalar name : model.texts("capabilities")) {
                if (name.text().strip().equalsIgnoreCase(capability.name())) {
                    capabilities.put(capability, true);
                }
            }
        }
        return capabilities;
    }

    /** The model's own resilience over that of all models over the defaults. */
    private ResilienceConfig resilience(Fields own) {
        Map<String, Value> both = new LinkedHashMap<>(resilience.fields());
        own.fields().forEach((key, value) -> both.merge(key, value, ModelReader::merged));
        return SimpleSections.resilience(new Fields(own.place(), both));
    }

    private static Value merged(Value general, Value own) {
        if (!(general instanceof Fields below) || !(own instanceof Fields above)) {
            return own;
        }
        Map<String, Value> both = new LinkedHashMap<>(below.fields());
        both.putAll(above.fields());
        return new Fields(above.place(), both);
    }

    private Fields withRegion(Fields fields) {
        if (region == null || (fields.get(REGION) instanceof Scalar own && !own.isBlank())) {
            return fields;
        }
        Map<String, Value> with = new LinkedHashMap<>(fields.fields());
        with.put(REGION, region);
        return new Fields(fields.place(), with);
    }
}
