package io.llmrouter.learned.predict;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All learners. */
public final class Learners {
    /** The learner where none is named. */
    public static final String DEFAULT = "logisticrouter";

    private static final List<Learner> ALL = List.of(
            new LinearLearner(DEFAULT, HeadLoss.LOGISTIC),
            new LinearLearner("svmrouter", HeadLoss.EPSILON),
            new KnnLearner(),
            new KMeansLearner(),
            new MlpLearner(),
            new EnsembleLearner(),
            new EloLearner(),
            new RandomLearner());

    private Learners() {}

    /** Their names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(Learner::name).toList();
    }

    /** The learner of a name, in any case. */
    public static Optional<Learner> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(learner -> learner.name().equals(wanted)).findFirst();
    }
}
