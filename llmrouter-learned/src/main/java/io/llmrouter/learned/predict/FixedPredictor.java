package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;

/** The same quality for every query. Immutable. */
final class FixedPredictor implements QualityPredictor {
    private final double[] quality;

    FixedPredictor(double[] quality) {
        this.quality = quality;
    }

    @Override
    public int models() {
        return quality.length;
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        System.arraycopy(quality, 0, into, 0, quality.length);
    }

    @Override
    public void save(ModelOutput out) {
        out.reals(quality);
    }

    static FixedPredictor read(ModelInput in) {
        double[] quality = in.reals();
        in.expect(quality.length > 0, "at least one model", "none");
        return new FixedPredictor(quality);
    }
}
