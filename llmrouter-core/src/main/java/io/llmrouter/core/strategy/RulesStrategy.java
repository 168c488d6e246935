package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.strategy.Rule.Condition;
import java.util.List;

/** Chooses the model of the first rule that the message meets; rules for models that are no candidates are skipped. */
final class RulesStrategy implements RoutingStrategy {
    private final List<Rule> rules;
    private final DefaultModel defaultModel;

    RulesStrategy(List<Rule> rules, DefaultModel defaultModel) {
        this.rules = List.copyOf(rules);
        this.defaultModel = defaultModel;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        QueryText query = QueryText.of(context.query());
        String why = "no rule matches";
        for (Rule rule : rules) {
            if (context.candidate(rule.model()).isEmpty()) {
                continue;
            }
            for (Condition condition : rule.conditions()) {
                switch (condition.matcher().find(query)) {
                    case FOUND -> {
                        return RoutingDecision.of(rule.model(), condition.name());
                    }
                    case GIVEN_UP -> why += ", " + condition.name() + " took too long";
                    case ABSENT -> {}
                }
            }
        }
        return defaultModel.decide(context, why);
    }
}
