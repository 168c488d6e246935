package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelOutput;

/** A half for the large model; for each other one, more where it is likely enough to do as well. Immutable. */
record HybridPredictor(LinearHeads heads, int large, double threshold) implements QualityPredictor {
    @Override
    public int models() {
        return heads.models();
    }

    @Override
    public void predict(QueryFeatures query, double[] into) {
        heads.predict(query, into);
        for (int model = 0; model < into.length; model++) {
            double score = model == large ? threshold : into[model];
            into[model] = Math.max(0, Math.min(1, 0.5 + (score - threshold) / 2));
        }
    }

    @Override
    public void save(ModelOutput out) {
        out.integer(large);
        out.real(threshold);
        heads.save(out);
    }
}
