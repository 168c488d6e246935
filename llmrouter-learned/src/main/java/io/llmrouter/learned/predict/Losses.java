package io.llmrouter.learned.predict;

/** Functions of probabilities. */
final class Losses {
    private static final double EDGE = 1e-6;

    private Losses() {}

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** The inverse of the sigmoid, bounded at the edges. */
    static double logit(double p) {
        double inside = Math.min(1 - EDGE, Math.max(EDGE, p));
        return Math.log(inside / (1 - inside));
    }

    /** The mean squared error of predictions, over the targets that are known. */
    static double squaredError(QualityPredictor predictor, TrainingSet data) {
        double[] predicted = new double[data.models()];
        double sum = 0;
        long count = 0;
        for (int row = 0; row < data.rows(); row++) {
            predictor.predict(data.features(row), predicted);
            for (int model = 0; model < predicted.length; model++) {
                float target = data.target(row, model);
                if (!Float.isNaN(target)) {
                    double error = predicted[model] - target;
                    sum += error * error;
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
