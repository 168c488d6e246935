package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.ArrayList;

/**
 * {@code rules}: the model of the first rule that the last user message meets.
 *
 * <p>Settings: {@code rules}, a list of
 *
 * <ul>
 *   <li>{@code {keywords: [..], model: name, match: substring | word | regex}}: any of the keywords, regardless of case,
 *       as a part of any word unless {@code match} says otherwise;
 *   <li>{@code {regex: "..", model: name}}: a regular expression of Java, regardless of case;
 *   <li>{@code {default: name}}, anywhere in the list: the model if no rule is met; of several the last that can take
 *       the request;
 * </ul>
 *
 * and {@code default}, the model if no rule is met and the list has no default that can take the request. Keywords are
 * looked for in the first 10,000 characters of the message, regular expressions in the first 1,000.
 */
public final class RulesStrategyProvider implements RoutingStrategyProvider {
    @Override
    public String name() {
        return "rules";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Rules rules = Rules.read(config.settings());
        var defaults = new ArrayList<String>(rules.defaults());
        Checks.modelName(config, "default").ifPresent(defaults::add);
        return new RulesStrategy(rules.rules(), new DefaultModel(defaults));
    }
}
