package io.llmrouter.learned.predict;

/** From ratings to qualities: sigmoid(slope * rating + start). */
record RatingCurve(double slope, double start) {
    private static final int ROUNDS = 500;
    private static final double RATE = 0.5;

    /** The curve that fits the models' mean scores best. */
    static RatingCurve fit(double[] ratings, double[] means) {
        double slope = 1;
        double start = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double bySlope = 0;
            double byStart = 0;
            for (int model = 0; model < ratings.length; model++) {
                double error = Losses.sigmoid(slope * ratings[model] + start) - means[model];
                bySlope += error * ratings[model] / ratings.length;
                byStart += error / ratings.length;
            }
            slope -= RATE * bySlope;
            start -= RATE * byStart;
        }
        return new RatingCurve(slope, start);
    }

    double[] qualities(double[] ratings) {
        double[] quality = new double[ratings.length];
        for (int model = 0; model < ratings.length; model++) {
            quality[model] = Losses.sigmoid(slope * ratings[model] + start);
        }
        return quality;
    }
}
