package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * {@code random}: draws a model, by weight if weights are set.
 *
 * <p>Settings: {@code weights}, numbers of 0 or more by model, 1 for a model without one; {@code seed}, a whole number
 * that makes the draws repeatable.
 */
public final class RandomStrategyProvider implements RoutingStrategyProvider {
    private static final double LARGEST_SEED = 0x1p53;
    private static final double LARGEST_WEIGHT = 1e9;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("randomrouter");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Map<String, Double> weights = weights(config);
        Optional<Long> seed = Checks.wholeNumber(config.settings(), "seed", -LARGEST_SEED, LARGEST_SEED);
        RandomGenerator random = seed.isPresent() ? new Random(seed.get()) : config.random();
        return new RandomStrategy(weights, random);
    }

    private static Map<String, Double> weights(StrategyConfig config) {
        Settings section = config.settings().section("weights");
        var weights = new HashMap<String, Double>();
        var problems = new Problems();
        for (String model : section.keys()) {
            problems.collect(() -> weights.put(
                    model, Checks.number(section, model, RandomStrategy.WEIGHT_IF_UNSET, 0, LARGEST_WEIGHT)));
        }
        problems.throwIfAny();
        if (!weights.isEmpty() && config.models().stream().allMatch(model -> isZero(weights, model))) {
            throw config.settings().problem("weights", "a weight above 0 for at least one model");
        }
        return weights;
    }

    private static boolean isZero(Map<String, Double> weights, ModelInfo model) {
        return weights.getOrDefault(model.name(), RandomStrategy.WEIGHT_IF_UNSET) == 0;
    }
}
