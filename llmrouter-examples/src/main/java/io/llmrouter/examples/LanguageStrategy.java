package io.llmrouter.examples;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.lang.Character.UnicodeScript;
import java.util.Map;

/** Chooses by the first letter whose script has a model of its own. */
record LanguageStrategy(Map<UnicodeScript, String> models, String otherwise) implements RoutingStrategy {
    @Override
    public RoutingDecision decide(RoutingContext context) {
        for (int letter : context.query().codePoints().toArray()) {
            UnicodeScript script = UnicodeScript.of(letter);
            String model = models.getOrDefault(script, "");
            if (context.candidate(model).isPresent()) {
                return RoutingDecision.of(model, "the prompt is in " + script);
            }
        }
        String model =
                context.candidate(otherwise).orElse(context.candidates().get(0)).name();
        return RoutingDecision.of(model, "no script of the prompt has a model of its own");
    }
}
