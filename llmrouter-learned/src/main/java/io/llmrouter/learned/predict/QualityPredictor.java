package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelOutput;
import java.util.List;

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

    /**
     * What a term adds to the prediction for a model, in the predictor's own units; 0 if it does not weigh terms.
     *
     * @param column the column of the term
     * @param value its value in the query
     */
    default double share(int column, double value, int model) {
        return 0;
    }

    /** Writes the fitted state; the learner of the same name reads it. */
    void save(ModelOutput out);

    /**
     * A row of the training data that is like the query.
     *
     * @param row its position in the training data
     * @param similarity the cosine, up to 1
     */
    record Neighbour(int row, double similarity) {}
}
