package io.llmrouter.learned.predict;

import java.util.Arrays;

/** Fits a {@link Calibration} by Newton's method, each parameter in turn. Not safe for concurrent use. */
final class CalibrationFit {
    private static final int ROUNDS = 40;
    private static final double PRIOR_ROWS = 20;
    private static final double NOT_CERTAIN = 0.25;
    private static final double PRIOR = PRIOR_ROWS * NOT_CERTAIN;
    private static final double LEAST_BEND = 1e-9;

    /** The parameters are moved at once, as if the others stood still: whole steps would overshoot. */
    private static final double DAMPING = 0.6;

    private final int models;
    private final double[][] scores;
    private final double[] usual;
    /** What models have in common, and what tells them apart: a pair for each model, a row a query. */
    private final double[][] shared;

    private final double[][] apart;
    private double common = 1;
    private double own = 1;
    private double[] offsets;

    CalibrationFit(double[][] predicted, double[][] scores, int models) {
        this.models = models;
        this.scores = scores;
        this.usual = new double[models];
        this.offsets = new double[models];
        this.shared = new double[predicted.length][models];
        this.apart = new double[predicted.length][];
        for (int row = 0; row < predicted.length; row++) {
            apart[row] = predicted[row].clone();
            double mean = Calibration.logits(apart[row]);
            Arrays.fill(shared[row], mean);
            for (int model = 0; model < models; model++) {
                apart[row][model] -= mean;
                usual[model] += apart[row][model] / predicted.length;
            }
        }
        for (int row = 0; row < predicted.length; row++) {
            for (int model = 0; model < models; model++) {
                shared[row][model] += usual[model];
                apart[row][model] -= usual[model];
            }
        }
    }

    Calibration fitted() {
        for (int round = 0; round < ROUNDS; round++) {
            step();
        }
        return new Calibration(common, own, usual, offsets);
    }

    private double predicted(int row, int model) {
        return Losses.sigmoid(common * shared[row][model] + own * apart[row][model] + offsets[model]);
    }

    private void step() {
        var byCommon = new Slope(PRIOR * (common - 1), PRIOR);
        var byOwn = new Slope(0, LEAST_BEND);
        double[] moved = offsets.clone();
        for (int model = 0; model < models; model++) {
            var byOffset = new Slope(PRIOR * offsets[model], PRIOR);
            for (int row = 0; row < scores.length; row++) {
                double score = scores[row][model];
                if (!Double.isNaN(score)) {
                    double p = predicted(row, model);
                    byCommon.add(p - score, weight(p), shared[row][model]);
                    byOwn.add(p - score, weight(p), apart[row][model]);
                    byOffset.add(p - score, weight(p), 1);
                }
            }
            moved[model] -= byOffset.step();
        }
        // A negative slope would turn the learner's order of queries, or of models, round.
        common = Math.max(0, common - byCommon.step());
        own = Math.max(0, own - byOwn.step());
        offsets = moved;
    }

    private static double weight(double p) {
        return Math.max(LEAST_BEND, p * (1 - p));
    }

    /** The gradient and the curvature of the loss in one parameter. */
    private static final class Slope {
        private double gradient;
        private double bend;

        Slope(double gradient, double bend) {
            this.gradient = gradient;
            this.bend = bend;
        }

        void add(double error, double weight, double value) {
            gradient += error * value;
            bend += weight * value * value;
        }

        double step() {
            double step = DAMPING * gradient / bend;
            return Double.isFinite(step) ? Math.max(-1, Math.min(1, step)) : 0;
        }
    }
}
