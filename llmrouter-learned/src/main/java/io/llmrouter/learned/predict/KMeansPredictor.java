package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.OptionalInt;

/** The mean score of each model in the query's cluster. Immutable. */
final class KMeansPredictor implements QualityPredictor {
    private final int models;
    private final int dimensions;
    private final float[] centres;
    private final double[] table;

    KMeansPredictor(int models, int dimensions, float[] centres, double[] table) {
        this.models = models;
        this.dimensions = dimensions;
        this.centres = centres;
        this.table = table;
    }

    @Override
    public int models() {
        return models;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        int cluster = nearest(centres, dimensions, query.dense());
        System.arraycopy(table, cluster * models, into, 0, models);
    }

    @Override
    public OptionalInt cluster(QueryFeatures query) {
        return OptionalInt.of(nearest(centres, dimensions, query.dense()));
    }

    @Override
    public double typicality(QueryFeatures query) {
        int cluster = nearest(centres, dimensions, query.dense());
        double cosine = 0;
        for (int d = 0; d < dimensions; d++) {
            cosine += centres[cluster * dimensions + d] * query.dense()[d];
        }
        return cosine;
    }

    /** The centre of the largest inner product. */
    static int nearest(float[] centres, int dimensions, float[] vector) {
        int best = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int centre = 0; centre * dimensions < centres.length; centre++) {
            float product = 0;
            for (int d = 0; d < dimensions; d++) {
                product += centres[centre * dimensions + d] * vector[d];
            }
            if (product > most) {
                most = product;
                best = centre;
            }
        }
        return best;
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(models);
        out.floats(centres);
        out.reals(table);
    }

    static KMeansPredictor read(ModelInput in, FeatureSpace space) {
        int models = in.integer();
        float[] centres = in.floats();
        int dimensions = space.dimensions();
        in.expect(
                models > 0 && dimensions > 0 && centres.length > 0 && centres.length % dimensions == 0,
                "whole centres",
                centres.length + " numbers");
        return new KMeansPredictor(models, dimensions, centres, in.reals((long) centres.length / dimensions * models));
    }
}
