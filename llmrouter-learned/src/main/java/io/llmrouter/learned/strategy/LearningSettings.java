package io.llmrouter.learned.strategy;

import io.llmrouter.api.spi.Settings;
import java.nio.file.Path;

/**
 * How scores are learned of.
 *
 * @param priorWeight how many scores a prediction of the trained router counts as
 * @param discount what earlier scores count after each new one
 */
record LearningSettings(double priorWeight, double discount) {
    private static final double PRIOR_WEIGHT = 50;
    private static final double DISCOUNT = 0.995;
    private static final double LEAST_DISCOUNT = 0.9;

    /** Whether the section {@code router} wants it. */
    static boolean isOn(Settings router) {
        Settings feedback = router.section("feedback");
        return feedback.flag("enabled").orElse(false) && feedback.flag("learn").orElse(true);
    }

    /** Where what was learned is kept: beside the log of scores. */
    static Path file(Settings router) {
        String log = router.section("feedback")
                .text("path")
                .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".llmrouter", "feedback.jsonl")
                        .toString());
        return Path.of(log + ".state");
    }

    static LearningSettings read(Settings router) {
        Settings feedback = router.section("feedback");
        double weight = feedback.number("prior_weight").orElse(PRIOR_WEIGHT);
        if (!(weight >= 1 && weight <= 1e6)) {
            throw feedback.problem("prior_weight", "a number from 1 to 1000000");
        }
        double discount = feedback.number("discount").orElse(DISCOUNT);
        if (!(discount >= LEAST_DISCOUNT && discount <= 1)) {
            throw feedback.problem("discount", "a number from 0.9 to 1");
        }
        return new LearningSettings(weight, discount);
    }
}
