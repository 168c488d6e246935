package io.llmrouter.learned.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.learned.difficulty.DifficultyModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code complexity}: a model by how hard the last user message is predicted to be, with a model of difficulty that comes
 * with the library.
 *
 * <p>Settings: {@code tiers}, a section with lists of models, the preferred first, under {@code simple}, {@code standard},
 * {@code reasoning} and {@code deep}; without it prices decide. {@code complexity}, a section with the share of easier
 * queries at which {@code standard} (0.25 if not set), {@code reasoning} (0.5) and {@code deep} (0.75) begin.
 */
public final class ComplexityStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "complexity";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings tiers = config.settings().section("tiers");
        Set<String> known = config.models().stream().map(ModelInfo::name).collect(Collectors.toSet());
        Map<Tier, List<String>> preferred = new EnumMap<>(Tier.class);
        var problems = new ArrayList<Problem>();
        for (Tier tier : Tier.values()) {
            List<String> models = tiers.texts(tier.label());
            models.stream()
                    .filter(model -> !known.contains(model))
                    .map(model ->
                            tiers.problem(tier.label(), "names of models under llms, which \"" + model + "\" is not"))
                    .forEach(problem -> problems.addAll(problem.problems()));
            if (!models.isEmpty()) {
                preferred.put(tier, models);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        TierBounds bounds = TierBounds.read(config.settings().section("complexity"));
        return new ComplexityStrategy(DifficultyModel.shipped(), bounds, preferred);
    }
}
