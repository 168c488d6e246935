package io.llmrouter.cli;

import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.cascade.TrainedCascade;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is said of routers that other versions have, or that nobody has. Stateless. */
final class Unoffered {
    private static final String LANGUAGE_MODEL = "it is a language model of its own. Serve its weights behind an"
            + " OpenAI-compatible endpoint and let it choose with router.strategy: llm, with base_url and model; or train"
            + " ensemblerouter on the same data";
    private static final String PERSONAL =
            "it learns the taste of single users. Train graphrouter or ensemblerouter on the"
                    + " same scores, and let router.feedback learn from your users' scores";
    private static final String ROUNDS =
            "it splits a query into several and calls models for each. Route the parts in your"
                    + " application, each with knnrouter or llm, or use the cascade automix, which calls several models for one"
                    + " query";
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("causallm_router", LANGUAGE_MODEL),
            Map.entry("causallmrouter", LANGUAGE_MODEL),
            Map.entry("router_r1", LANGUAGE_MODEL),
            Map.entry("router-r1", LANGUAGE_MODEL),
            Map.entry("gmtrouter", PERSONAL),
            Map.entry("gmt_router", PERSONAL),
            Map.entry("personalizedrouter", PERSONAL),
            Map.entry("personalized_router", PERSONAL),
            Map.entry("knnmultiroundrouter", ROUNDS),
            Map.entry("llmmultiroundrouter", ROUNDS));
    private static final Set<String> BY_SIZE = Set.of("smallest_llm", "largest_llm");

    private Unoffered() {}

    /** Why a name cannot be trained. */
    static String inTraining(String name) {
        if (BY_SIZE.contains(name.toLowerCase(Locale.ROOT))) {
            return "--router: '" + name + "' needs no training: use it as a strategy, with router.strategy: "
                    + name.toLowerCase(Locale.ROOT);
        }
        return "--router: " + reason(name) + "; what can be trained: " + String.join(", ", RouterTrainer.learners())
                + ", " + TrainedCascade.NAME;
    }

    /** Why a name cannot be served. */
    static String inServing(String name, Collection<String> known) {
        return reason(name) + "; --router takes one of " + String.join(", ", known);
    }

    private static String reason(String name) {
        String instead = INSTEAD.get(name.toLowerCase(Locale.ROOT));
        return instead == null ? "there is no router '" + name + "'" : "'" + name + "' is not offered: " + instead;
    }
}
