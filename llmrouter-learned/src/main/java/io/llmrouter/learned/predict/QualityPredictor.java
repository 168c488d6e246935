package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelOutput;
import java.util.List;
import java.util.OptionalInt;

/** Predicts how well each model will answer a query. Immutable and safe for concurrent use. */
public interface QualityPredictor {

    /** The number of models. */
    int models();

    /**
     * Predicts the quality of each model, from 0 to 1.
     *
     * @param into receives one value a model
     */
    void predict(QueryFeatures query, double[] into);

    /**
     * What the prediction for a model rests on, for people: the rows of the training data that count most. Empty if
     * the learner does not look at rows.
     *
     * @param most how many at most
     */
    default List<Neighbour> neighbours(QueryFeatures query, int most) {
        return List.of();
    }

    /** The cluster that the prediction rests on, from 0; empty if the learner has no clusters. */
    default OptionalInt cluster(QueryFeatures query) {
        return OptionalInt.empty();
    }

    /** How typical a query is of its cluster, up to 1; 0 if the learner has no clusters. */
    default double typicality(QueryFeatures query) {
        return 0;
    }

    /** Writes the fitted state; the learner of the same name reads it. */
    void save(ModelOutput out);

    /**
     * A row of the training data that is like the query.
     *
     * @param row its position in the training data
     * @param similarity the cosine, up to 1
     * @param scores the score of each model; {@link Float#NaN} where it was not tried
     */
    record Neighbour(int row, double similarity, List<Float> scores) {
        public Neighbour {
            scores = List.copyOf(scores);
        }
    }
}
