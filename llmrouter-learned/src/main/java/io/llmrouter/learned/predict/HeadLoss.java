package io.llmrouter.learned.predict;

/** What a linear head is fitted to. */
enum HeadLoss {
    /** Cross-entropy with soft targets: the head's output goes through a sigmoid. */
    LOGISTIC {
        @Override
        float slope(float output, float target) {
            return (float) (1 / (1 + Math.exp(-output))) - target;
        }

        @Override
        double output(double z) {
            return Losses.sigmoid(z);
        }

        @Override
        double start(double mean) {
            return Losses.logit(mean);
        }
    },
    /** Epsilon-insensitive, as in support vector regression. */
    EPSILON {
        @Override
        float slope(float output, float target) {
            float error = output - target;
            return Math.abs(error) <= TUBE ? 0 : Math.signum(error);
        }

        @Override
        double output(double z) {
            // A regression oversteps 0 and 1, where a calibration by log-odds would see certainty.
            return Math.max(EDGE, Math.min(1 - EDGE, z));
        }

        @Override
        double start(double mean) {
            return mean;
        }
    },
    /** Squares: the output is the value itself. */
    SQUARED {
        @Override
        float slope(float output, float target) {
            return output - target;
        }

        @Override
        double output(double z) {
            return z;
        }

        @Override
        double start(double mean) {
            return Double.isNaN(mean) ? 0 : mean;
        }
    };

    private static final float TUBE = 0.1f;
    private static final double EDGE = 0.02;

    /** The derivative of the loss by the output. */
    abstract float slope(float output, float target);

    /** The prediction that belongs to an output. */
    abstract double output(double z);

    /** The output to begin with. */
    abstract double start(double mean);
}
