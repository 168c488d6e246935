package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.util.Set;

/** Checks the names by which one part of a configuration calls another. */
final class References {
    private final Set<String> models;
    private final Problems problems;

    References(Set<String> models, Problems problems) {
        this.models = models;
        this.problems = problems;
    }

    void checkRouter(Fields router) {
        if (router.get("rules") instanceof Items rules) {
            for (Value rule : rules.items()) {
                if (rule instanceof Fields fields) {
                    checkRule(fields);
                }
            }
        }
        if (router.get("default") instanceof Scalar name && isUnknown(name)) {
            problems.add(name.place(), expected(name), Value.quoted(name.text()));
        }
        checkWeights(router.section("weights"));
    }

    private void checkRule(Fields rule) {
        var reader = new SectionReader(ConfigKeys.RULE, rule);
        var applies =
                reader.value("keywords").isPresent() || reader.value("regex").isPresent();
        if (reader.value("default").isEmpty()
                && (!applies || reader.value("model").isEmpty())) {
            problems.warn(rule.place(), "the rule never applies: it needs keywords and a model, or a default");
        }
        for (String key : new String[] {"model", "default"}) {
            if (rule.get(key) instanceof Scalar name && isUnknown(name)) {
                problems.warn(name.place(), "left out: " + Value.quoted(name.text()) + " is not " + expected(name));
            }
        }
    }

    private void checkWeights(Fields weights) {
        boolean positive =
                weights.fields().isEmpty() || !weights.fields().keySet().containsAll(models);
        for (var weight : weights.fields().entrySet()) {
            if (!models.contains(weight.getKey())) {
                problems.warn(
                        weight.getValue().place(),
                        "left out: it is not the weight of a configured model" + Checker.hint(weight.getKey(), models));
            } else if (!(weight.getValue() instanceof Scalar scalar)
                    || Scalars.number(scalar.text())
                            .map(number -> number.signum() != 0)
                            .orElse(true)) {
                positive = true;
            }
        }
        if (!positive) {
            problems.add(weights.place(), "a weight above 0 for one model at least", "0 for all");
        }
    }

    void checkFallbacks(String model, Fields section) {
        for (Scalar name : SectionReader.texts(section.get("fallbacks"))) {
            if (name.text().strip().equals(model)) {
                problems.add(name.place(), "another model than the one that failed", Value.quoted(model));
            } else if (isUnknown(name)) {
                problems.add(name.place(), expected(name), Value.quoted(name.text()));
            }
        }
        checkResilience(section.section("resilience"));
    }

    /** Checks the models that are tried after errors of one class. */
    void checkResilience(Fields resilience) {
        for (String key : new String[] {"context_window_fallbacks", "content_policy_fallbacks"}) {
            for (Scalar name : SectionReader.texts(resilience.get(key))) {
                if (isUnknown(name)) {
                    problems.add(name.place(), expected(name), Value.quoted(name.text()));
                }
            }
        }
    }

    private boolean isUnknown(Scalar name) {
        return !name.isBlank()
                && name.unset().isEmpty()
                && !models.contains(name.text().strip());
    }

    private String expected(Scalar name) {
        return "the name of a configured model" + Checker.hint(name.text().strip(), models);
    }
}
