package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.features.SparseMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fits linear heads online with AdaGrad (Duchi, Hazan and Singer, 2011): each weight's step shrinks with the squares of
 * its past gradients; the result is the mean of the weights over the epochs (Polyak and Juditsky, 1992). Targets that
 * are not known are passed over. Not safe for concurrent use.
 */
final class AdaGrad {
    private static final int PATIENCE = 2;
    private static final float BIAS_RATE = 0.02f;
    private static final float FIRST_SQUARE = 0.1f;

    private final TrainingSet data;
    private final HeadLoss loss;
    private final float rate;
    private final float decay;
    private final int heads;
    private final float[] weights;
    private final float[] meanWeights;
    private final float[] squares;
    private final float[] biases;
    private final float[] meanBiases;
    private final float[] biasSquares;
    private final SplittableRandom random;

    AdaGrad(TrainingSet data, HeadLoss loss, Hyperparameters settings, long seed) {
        this.data = data;
        this.loss = loss;
        this.rate = (float) settings.get("rate", 0.1);
        this.decay = (float) settings.get("l2", 1e-5);
        this.heads = data.models();
        int size = Math.multiplyExact(data.terms().columns() + data.dense().columns(), heads);
        this.weights = new float[size];
        this.meanWeights = new float[size];
        this.squares = new float[size];
        Arrays.fill(squares, FIRST_SQUARE);
        this.biases = new float[heads];
        this.biasSquares = new float[heads];
        this.random = new SplittableRandom(seed);
        double[] means = loss == HeadLoss.SQUARED ? data.plainMeans() : data.means();
        for (int head = 0; head < heads; head++) {
            biases[head] = (float) loss.start(means[head]);
            biasSquares[head] = 1;
        }
        this.meanBiases = biases.clone();
    }

    Learner.Fit fit(@Nullable TrainingSet validation, int epochs) {
        LinearHeads best = snapshot();
        double least = validation == null ? 0 : Losses.squaredError(best, validation);
        int bestEpoch = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            pass(Shuffle.order(data.rows(), random));
            average(epoch);
            if (validation == null) {
                continue;
            }
            LinearHeads now = new LinearHeads(loss, data.terms().columns(), meanWeights, meanBiases);
            double error = Losses.squaredError(now, validation);
            if (error < least) {
                least = error;
                bestEpoch = epoch;
                best = snapshot();
            } else if (epoch - bestEpoch >= PATIENCE) {
                break;
            }
        }
        return validation == null ? Learner.Fit.after(snapshot(), epochs) : Learner.Fit.after(best, bestEpoch);
    }

    private LinearHeads snapshot() {
        return new LinearHeads(loss, data.terms().columns(), meanWeights.clone(), meanBiases.clone());
    }

    /** Moves the means of the weights over the epochs: they depend less on the order of the rows than the last ones. */
    private void average(int epoch) {
        float share = 1f / epoch;
        for (int i = 0; i < weights.length; i++) {
            meanWeights[i] += share * (weights[i] - meanWeights[i]);
        }
        for (int i = 0; i < biases.length; i++) {
            meanBiases[i] += share * (biases[i] - meanBiases[i]);
        }
    }

    private void pass(int[] order) {
        SparseMatrix terms = data.terms();
        DenseMatrix dense = data.dense();
        int firstDense = terms.columns() * heads;
        float[] outputs = new float[heads];
        float[] slopes = new float[heads];
        for (int row : order) {
            System.arraycopy(biases, 0, outputs, 0, heads);
            int from = terms.start(row);
            int to = terms.start(row + 1);
            int denseFrom = row * dense.columns();
            for (int at = from; at < to; at++) {
                LinearHeads.addScaled(outputs, weights, terms.column(at) * heads, terms.value(at));
            }
            for (int d = 0; d < dense.columns(); d++) {
                LinearHeads.addScaled(outputs, weights, firstDense + d * heads, dense.values()[denseFrom + d]);
            }
            for (int head = 0; head < heads; head++) {
                float target = data.target(row, head);
                slopes[head] = Float.isNaN(target) ? 0 : loss.slope(outputs[head], target);
                biasSquares[head] += slopes[head] * slopes[head];
                biases[head] -= BIAS_RATE * slopes[head] / (float) Math.sqrt(biasSquares[head]);
            }
            for (int at = from; at < to; at++) {
                step(terms.column(at) * heads, terms.value(at), slopes);
            }
            for (int d = 0; d < dense.columns(); d++) {
                step(firstDense + d * heads, dense.values()[denseFrom + d], slopes);
            }
        }
    }

    /** Moves the weights of a term: a loop over neighbours in memory, which the compiler vectorises. */
    private void step(int base, float value, float[] slopes) {
        float[] w = weights;
        float[] g2 = squares;
        for (int i = 0; i < slopes.length; i++) {
            float gradient = slopes[i] * value + decay * w[base + i];
            float sum = g2[base + i] + gradient * gradient;
            g2[base + i] = sum;
            w[base + i] -= rate * gradient / (float) Math.sqrt(sum);
        }
    }
}
