package io.llmrouter.learned.predict;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All learners. */
public final class Learners {
    /** The learner where none is named. */
    public static final String DEFAULT = "ensemblerouter";

    private static final List<Learner> ALL = List.of(
            new EnsembleLearner(),
            new LinearLearner("logisticrouter", HeadLoss.LOGISTIC),
            new LinearLearner("svmrouter", HeadLoss.EPSILON),
            new KnnLearner(),
            new KMeansLearner(),
            new MlpLearner(),
            new FactorLearner(),
            new ContrastiveLearner(),
            new GraphLearner(),
            HybridLearner.hybrid(),
            HybridLearner.threshold(),
            new EloLearner(),
            new RandomLearner());

    private static final Map<String, String> ALIASES = Map.of(
            "dcrouter", "routerdc",
            "hybridllm", "hybrid_llm",
            "graph_router", "graphrouter");

    private Learners() {}

    /** Other names of learners that there are. */
    public static Set<String> aliases() {
        return ALIASES.keySet().stream()
                .filter(alias -> named(alias).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Their names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(Learner::name).toList();
    }

    /** The learner of a name or an alias, in any case. */
    public static Optional<Learner> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String wanted = ALIASES.getOrDefault(lower, lower);
        return ALL.stream().filter(learner -> learner.name().equals(wanted)).findFirst();
    }
}
