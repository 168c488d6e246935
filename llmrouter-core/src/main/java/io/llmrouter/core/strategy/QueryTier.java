package io.llmrouter.core.strategy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How hard a message looks, from its words (English ones) and its length; the hardest last. */
enum QueryTier {
    SIMPLE(0),
    STANDARD(1 / 3.0),
    REASONING(2 / 3.0),
    DEEP(1);

    private static final int FEWEST_WORDS_OF_STANDARD = 10;
    private static final int MOST_WORDS_OF_STANDARD = 50;

    private static final List<String> DEEP_WORDS = List.of(
            "think hard",
            "think deeply",
            "think carefully",
            "in depth",
            "in-depth",
            "comprehensive",
            "exhaustive",
            "rigorous",
            "prove",
            "proof",
            "theorem",
            "research plan",
            "system design",
            "from first principles");

    private static final List<String> REASONING_WORDS = List.of(
            "analyze",
            "analyse",
            "analysis",
            "compare",
            "contrast",
            "evaluate",
            "reason",
            "reasoning",
            "step by step",
            "trade-off",
            "trade-offs",
            "tradeoffs",
            "pros and cons",
            "why",
            "explain how",
            "debug",
            "refactor",
            "algorithm",
            "optimize",
            "optimise",
            "derive",
            "calculate",
            "solve");

    private static final List<String> GREETINGS = List.of(
            "hi",
            "hello",
            "hey",
            "howdy",
            "good morning",
            "good afternoon",
            "good evening",
            "good night",
            "thanks",
            "thank you",
            "bye",
            "goodbye");

    private final double priceRank;

    QueryTier(double priceRank) {
        this.priceRank = priceRank;
    }

    /** Where its models stand among all in the order of their prices, from 0 for the cheapest to 1 for the dearest. */
    double priceRank() {
        return priceRank;
    }

    /** The tier of that name in the configuration. */
    static Optional<QueryTier> of(String name) {
        for (QueryTier tier : values()) {
            if (tier.label().equals(name)) {
                return Optional.of(tier);
            }
        }
        return Optional.empty();
    }

    /** The tier of a message: by telling words, the hardest first, else by how many words it has. */
    static QueryTier of(QueryText query) {
        String text = query.lowerCase();
        if (holdsOne(text, DEEP_WORDS)) {
            return DEEP;
        }
        if (holdsOne(text, REASONING_WORDS)) {
            return REASONING;
        }
        int words = Words.count(text);
        if (words > MOST_WORDS_OF_STANDARD) {
            return REASONING;
        }
        return words < FEWEST_WORDS_OF_STANDARD || greets(text) ? SIMPLE : STANDARD;
    }

    /** The name in the configuration. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean holdsOne(String text, List<String> words) {
        for (String word : words) {
            if (Words.contains(text, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean greets(String text) {
        String start = text.stripLeading();
        for (String greeting : GREETINGS) {
            if (start.startsWith(greeting) && Words.contains(start, greeting)) {
                return true;
            }
        }
        return false;
    }
}
