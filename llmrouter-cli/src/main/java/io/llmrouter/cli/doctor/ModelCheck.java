package io.llmrouter.cli.doctor;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.RouterConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what the configuration says of a model. Calls nobody. */
final class ModelCheck {
    private static final String BEDROCK = "bedrock";

    private final RouterConfig config;
    private final Function<String, Optional<ChatModelProvider>> providers;
    private final KeyCheck keys;
    private final BedrockCheck bedrock;

    ModelCheck(
            RouterConfig config,
            Function<String, Optional<ChatModelProvider>> providers,
            Map<String, String> environment) {
        this.config = config;
        this.providers = providers;
        this.keys = new KeyCheck(config, environment);
        this.bedrock = new BedrockCheck(environment);
    }

    List<Finding> of(ModelEntry model) {
        var findings = new ArrayList<Finding>();
        ModelInfo info = model.info();
        Optional<ChatModelProvider> provider = providers.apply(info.provider());
        findings.add(provider(model, provider));
        if (provider.filter(found -> found.name().equals(BEDROCK)).isPresent()) {
            int shared = config.apiKeys()
                    .getOrDefault(info.provider().toLowerCase(Locale.ROOT), List.of())
                    .size();
            findings.addAll(bedrock.of(model, shared));
        } else {
            findings.add(keys.of(model, provider));
        }
        findings.add(prices(model));
        findings.add(
                info.contextLimit() != null
                        ? Finding.ok(
                                model.name(), "context", String.format(Locale.ROOT, "%,d tokens", info.contextLimit()))
                        : Finding.warning(
                                model.name(),
                                "context",
                                "unknown: prompts are not checked against it",
                                "set llms." + model.name() + ".context_limit, in tokens"));
        findings.add(Finding.ok(model.name(), "capabilities", capabilities(info)));
        findings.add(Finding.ok(
                model.name(),
                "fallbacks",
                model.fallbacks().isEmpty() ? "none" : String.join(", then ", model.fallbacks())));
        return findings;
    }

    private static Finding provider(ModelEntry model, Optional<ChatModelProvider> provider) {
        String where = model.baseUrl() == null ? "" : " at " + model.baseUrl();
        String name = model.info().provider();
        return Finding.ok(
                model.name(),
                "provider",
                (provider.isPresent() ? name : name + ", served as openai_compatible") + ", model "
                        + model.info().modelId() + where);
    }

    private static Finding prices(ModelEntry model) {
        Prices prices = model.info().prices();
        BigDecimal input = prices.input();
        BigDecimal output = prices.output();
        String remedy = "set llms." + model.name() + ".input_price and .output_price, in USD per million tokens";
        if (input == null || output == null) {
            return Finding.warning(
                    model.name(), "prices", "unknown: costs stay unknown, and the strategy cost avoids it", remedy);
        }
        String both = usd(input) + " in, " + usd(output) + " out per million tokens";
        return isZero(input) && isZero(output)
                ? Finding.warning(
                        model.name(), "prices", both + ": its calls count as free", remedy + ", unless it is free")
                : Finding.ok(model.name(), "prices", both);
    }

    private static String capabilities(ModelInfo info) {
        if (info.capabilities().isEmpty()) {
            return "none declared, so none is ruled out";
        }
        var declared = new EnumMap<Capability, Boolean>(info.capabilities());
        return declared.entrySet().stream()
                .map(entry ->
                        (entry.getValue() ? "" : "no ") + entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static boolean isZero(@Nullable BigDecimal price) {
        return price != null && price.signum() == 0;
    }

    private static String usd(BigDecimal price) {
        return "$" + price.toPlainString();
    }
}
