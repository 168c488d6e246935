package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.strategy.Rule.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * The list {@code router.rules}, read.
 *
 * @param rules in the order in which they count
 * @param defaults the defaults in the list, wherever they stand, the last first
 */
record Rules(List<Rule> rules, List<String> defaults) {
    private static final Set<String> KEYS = Set.of("keywords", "regex", "match", "model", "default");
    private static final int LONGEST_NAME = 40;

    Rules {
        rules = List.copyOf(rules);
        defaults = List.copyOf(defaults);
    }

    /**
     * Reads the rules.
     *
     * @param router the section {@code router}
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of all rules
     */
    static Rules read(Settings router) {
        var rules = new ArrayList<Rule>();
        var defaults = new ArrayList<String>();
        var problems = new Problems();
        int number = 0;
        for (Settings entry : router.sections("rules")) {
            String place = " of rule " + ++number;
            problems.collect(() -> {
                checkKeys(entry);
                Optional<String> model = entry.text("default");
                if (model.isPresent()) {
                    defaults.add(0, model.get());
                } else {
                    rules.add(rule(entry, place));
                }
            });
        }
        problems.throwIfAny();
        return new Rules(rules, defaults);
    }

    private static void checkKeys(Settings entry) {
        for (String key : entry.keys()) {
            if (!KEYS.contains(key)) {
                throw entry.problem(key, "one of keywords, regex, match, model, default");
            }
        }
        if (entry.keys().contains("default") && entry.keys().size() > 1) {
            throw entry.problem("default", "a rule of its own, with nothing beside it");
        }
    }

    private static Rule rule(Settings entry, String place) {
        String model = entry.text("model").orElseThrow(() -> entry.problem("model", "the name of a model"));
        var conditions = new ArrayList<Condition>();
        Match match = Match.of(entry);
        for (String keyword : entry.texts("keywords")) {
            conditions.add(condition(entry, "keywords", match, keyword, place));
        }
        for (String regex : entry.texts("regex")) {
            conditions.add(condition(entry, "regex", Match.REGEX, regex, place));
        }
        if (conditions.isEmpty()) {
            throw entry.problem("", "keywords, a regex or a default");
        }
        return new Rule(model, conditions);
    }

    private static Condition condition(Settings entry, String key, Match match, String text, String place) {
        if (text.isEmpty()) {
            throw entry.problem(key, "texts that are not empty: an empty one would match every message");
        }
        try {
            String name = match.noun + " \"" + QueryText.cut(text, LONGEST_NAME) + "\"" + place;
            return new Condition(name, match.matcher(text));
        } catch (PatternSyntaxException invalid) {
            throw entry.problem(
                    key,
                    "a regular expression of Java (" + invalid.getDescription() + " at character "
                            + Math.max(0, invalid.getIndex()) + " of \"" + QueryText.cut(text, LONGEST_NAME) + "\")");
        }
    }

    /** How the keywords of a rule are looked for. */
    private enum Match {
        SUBSTRING("keyword"),
        WORD("word"),
        REGEX("regex");

        private final String noun;

        Match(String noun) {
            this.noun = noun;
        }

        static Match of(Settings entry) {
            String name = entry.text("match").orElse("substring");
            for (Match match : values()) {
                if (match.name().equalsIgnoreCase(name)) {
                    return match;
                }
            }
            throw entry.problem("match", "substring, word or regex");
        }

        TextMatcher matcher(String text) {
            if (this == REGEX) {
                return new RegexMatcher(text);
            }
            String keyword = text.toLowerCase(Locale.ROOT);
            return this == WORD
                    ? query -> TextMatcher.foundIf(Words.contains(query.lowerCase(), keyword))
                    : query -> TextMatcher.foundIf(query.lowerCase().contains(keyword));
        }
    }
}
