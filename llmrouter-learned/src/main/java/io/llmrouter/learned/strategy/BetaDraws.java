package io.llmrouter.learned.strategy;

import java.util.random.RandomGenerator;

/** Draws of a Beta distribution, as shares of two Gamma draws (Marsaglia and Tsang, 2000). */
final class BetaDraws {
    private final RandomGenerator random;

    BetaDraws(RandomGenerator random) {
        this.random = random;
    }

    /** A draw of Beta(a, b), both above 0. */
    double next(double a, double b) {
        double x = gamma(a);
        double y = gamma(b);
        return x + y > 0 ? x / (x + y) : a / (a + b);
    }

    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double root = 1 + c * z;
            double v = root * root * root;
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
