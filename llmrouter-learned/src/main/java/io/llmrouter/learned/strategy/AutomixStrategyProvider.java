package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.learned.cascade.EscalationRule;
import io.llmrouter.learned.cascade.TrainedCascade;
import io.llmrouter.learned.cascade.Verification;
import io.llmrouter.learned.config.ModelMapping;
import io.llmrouter.learned.config.ServedModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code automix}: a cheap model answers, its answer is verified, and a dearer one answers if it is not good enough.
 *
 * <p>Settings, in the section {@code automix}: {@code models}, the configured models in the order in which they are asked,
 * all by price if not set; {@code verifier}, who verifies, else whoever answered; {@code samples}, how often, 2 if not
 * set; {@code threshold}, the share of verifications at which an answer is kept, 0.5 if not set; {@code on_unverifiable},
 * {@code last} or {@code first}. With {@code model_path}, there, in the section {@code llmrouter} or beside it, a trained
 * cascade decides on all but the verifier.
 */
public final class AutomixStrategyProvider implements RoutingStrategyProvider {
    private static final System.Logger LOG = System.getLogger(AutomixStrategyProvider.class.getName());
    private static final String THRESHOLD = "threshold";
    private static final double USUAL_THRESHOLD = 0.5;
    private static final int USUAL_SAMPLES = 2;

    @Override
    public String name() {
        return TrainedCascade.NAME;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("automixrouter");
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings own = config.settings().section(TrainedCascade.NAME);
        Optional<TrainedCascade> trained = ServedModel.cascade(config.settings());
        boolean last =
                switch (own.text("on_unverifiable").orElse("last")) {
                    case "last" -> true;
                    case "first" -> false;
                    default -> throw own.problem("on_unverifiable", "last or first");
                };
        if (trained.isPresent()) {
            return new AutomixStrategy(
                    trained(config, own, trained.get()), trained.get().samples(), last);
        }
        double samples = own.number("samples").orElse(USUAL_SAMPLES);
        if (!(samples >= 1 && samples <= Verification.MOST_SAMPLES && samples == Math.rint(samples))) {
            throw own.problem("samples", "a whole number from 1 to " + Verification.MOST_SAMPLES);
        }
        double threshold = own.number(THRESHOLD).orElse(USUAL_THRESHOLD);
        if (!(threshold >= 0 && threshold <= 1)) {
            throw own.problem(THRESHOLD, "a share from 0 to 1");
        }
        EscalationRule rule = EscalationRule.threshold(threshold);
        List<CascadeStage> chain = order(config, own).stream()
                .map(model -> stage(config, own, model, rule))
                .toList();
        return new AutomixStrategy(chain, (int) samples, last);
    }

    private static CascadeStage stage(StrategyConfig config, Settings own, ModelInfo info, EscalationRule rule) {
        ChatModel model = config.model(info.name());
        return new CascadeStage(info, model, verifier(config, own).orElse(model), rule);
    }

    private static Optional<ChatModel> verifier(StrategyConfig config, Settings own) {
        Optional<String> name = own.text("verifier");
        if (name.isPresent() && find(config, name.get()).isEmpty()) {
            throw own.problem("verifier", "the name of a model under llms");
        }
        return name.map(config::model);
    }

    private static List<ModelInfo> order(StrategyConfig config, Settings own) {
        List<String> names = own.texts("models");
        List<ModelInfo> order = new ArrayList<>();
        for (String name : names) {
            order.add(find(config, name)
                    .orElseThrow(
                            () -> own.problem("models", "names of models under llms, which \"" + name + "\" is not")));
        }
        if (names.isEmpty()) {
            if (config.models().stream().anyMatch(model -> !model.prices().areKnown())) {
                throw own.problem(
                        "models", "the models in the order in which they are asked, or a price of every model");
            }
            order.addAll(config.models());
            order.sort(Comparator.comparing((ModelInfo model) -> price(model.prices())));
        }
        if (order.size() < 2 || order.stream().distinct().count() < order.size()) {
            throw own.problem("models", "at least two models, each once");
        }
        return order;
    }

    private static BigDecimal price(Prices prices) {
        BigDecimal input = prices.input() == null ? BigDecimal.ZERO : prices.input();
        return prices.output() == null ? input : input.add(prices.output());
    }

    private static Optional<ModelInfo> find(StrategyConfig config, String name) {
        return config.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    private static List<CascadeStage> trained(StrategyConfig config, Settings own, TrainedCascade cascade) {
        Settings explicit = config.settings().section("llmrouter").section("models");
        ModelMapping mapping = ModelMapping.of(cascade.models(), config.models(), explicit);
        if (!mapping.problems().isEmpty()) {
            throw new ConfigurationException(mapping.problems());
        }
        if (!mapping.withoutModel().isEmpty()) {
            throw explicit.problem(
                    "", "a configured model for each of the cascade, also for " + mapping.withoutModel());
        }
        if (!cascade.verdict().startsWith("It gains more")) {
            LOG.log(System.Logger.Level.WARNING, "The cascade is of doubtful use. {0}", cascade.verdict());
        }
        var chain = new ArrayList<CascadeStage>();
        for (int at = 0; at < cascade.models().size(); at++) {
            int position = at;
            ModelInfo info = config.models().stream()
                    .filter(model ->
                            Integer.valueOf(position).equals(mapping.trained().get(model.name())))
                    .findFirst()
                    .orElseThrow();
            EscalationRule rule =
                    at < cascade.steps().size() ? cascade.steps().get(at).rule() : EscalationRule.threshold(0);
            chain.add(stage(config, own, info, rule));
        }
        return chain;
    }
}
