package io.llmrouter.core.config;

import io.llmrouter.api.Prices;
import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a model costs. */
final class PriceReader {
    private PriceReader() {}

    static Prices prices(SectionReader model) {
        List<Prices.Tier> tiers = new ArrayList<>();
        for (Fields fields : tiers(model.fields())) {
            var tier = new SectionReader(ConfigKeys.PRICE_TIER, fields);
            tiers.add(new Prices.Tier(
                    tier.integer("above_prompt_tokens").orElse(0), service(tier), prices(tier, List.of())));
        }
        return prices(model, tiers);
    }

    private static Prices prices(SectionReader section, List<Prices.Tier> tiers) {
        return new Prices(
                section.number("input_price"),
                section.number("output_price"),
                section.number("cache_read_price"),
                section.number("cache_write_price"),
                section.number("cache_write_1h_price"),
                section.number("input_audio_price"),
                section.number("output_audio_price"),
                tiers);
    }

    private static @Nullable String service(SectionReader tier) {
        return tier.text("service_tier").map(String::strip).orElse(null);
    }

    /** A tier must say which calls it is for. */
    static void check(Fields model, Problems problems) {
        for (Fields fields : tiers(model)) {
            var tier = new SectionReader(ConfigKeys.PRICE_TIER, fields);
            if (tier.value("above_prompt_tokens").isEmpty() && service(tier) == null) {
                problems.add(fields.place(), "above_prompt_tokens or service_tier, or both", "neither");
            }
        }
    }

    private static List<Fields> tiers(Fields model) {
        List<Fields> tiers = new ArrayList<>();
        if (model.get("price_tiers") instanceof Items list) {
            for (Value item : list.items()) {
                if (item instanceof Fields fields) {
                    tiers.add(fields);
                }
            }
        }
        return tiers;
    }
}
