package io.llmrouter.core.strategy;

import java.util.List;

/**
 * A model and what a message must hold to go to it.
 *
 * @param model the configured name
 * @param conditions any one of them suffices
 */
record Rule(String model, List<Condition> conditions) {
    Rule {
        conditions = List.copyOf(conditions);
    }

    /**
     * Something to look for.
     *
     * @param name what people call it, such as {@code keyword "code" of rule 2}
     * @param matcher what looks for it
     */
    record Condition(String name, TextMatcher matcher) {}
}
