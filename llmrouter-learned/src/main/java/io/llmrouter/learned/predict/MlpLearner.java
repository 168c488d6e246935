package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code mlprouter}: one hidden layer of 128 rectified units and a sigmoid for each model, cross-entropy with soft targets,
 * Adam (Kingma and Ba, 2015) with rate 0.001 and decoupled weight decay 0.0001 over batches of 32, stopped early by
 * validation.
 */
final class MlpLearner implements Learner {
    private static final int MOST_EPOCHS = 40;
    private static final int PATIENCE = 3;

    @Override
    public String name() {
        return "mlprouter";
    }

    @Override
    public List<Hyperparameters> grid(TrainingSet data) {
        return List.of(Hyperparameters.NONE.with("hidden", 128).with("rate", 1e-3));
    }

    @Override
    public Fit fit(TrainingSet data, @Nullable TrainingSet validation, Hyperparameters settings, long seed) {
        int most = (int) settings.get(EPOCHS, MOST_EPOCHS);
        return EarlyStopping.fit(new Training(data, settings, seed), validation, most, PATIENCE);
    }

    @Override
    public QualityPredictor read(ModelInput in, FeatureSpace space) {
        return MlpPredictor.read(in, space);
    }

    /** A network on its way. Not safe for concurrent use. */
    private static final class Training implements EarlyStopping.Training {
        private static final int BATCH = 32;
        private static final double DECAY = 1e-4;

        private final TrainingSet data;
        private final int inputs;
        private final int hidden;
        private final int models;
        private final Adam adam;
        private final float[] parameters;
        private final float[] gradient;
        private final SplittableRandom random;

        Training(TrainingSet data, Hyperparameters settings, long seed) {
            this.data = data;
            this.inputs = data.dense().columns();
            this.hidden = (int) settings.get("hidden", 128);
            this.models = data.models();
            this.parameters = new float[MlpPredictor.size(inputs, hidden, models)];
            this.gradient = new float[parameters.length];
            this.adam = new Adam(parameters.length, settings.get("rate", 1e-3), DECAY);
            this.random = new SplittableRandom(seed);
            double[] means = data.means();
            int start = (inputs + 1) * hidden;
            for (int i = 0; i < inputs * hidden; i++) {
                parameters[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(6.0 / inputs));
            }
            for (int i = 0; i < hidden * models; i++) {
                parameters[start + i] = (float) (random.nextDouble(-1, 1) / Math.sqrt(hidden));
            }
            for (int model = 0; model < models; model++) {
                parameters[start + hidden * models + model] = (float) Losses.logit(means[model]);
            }
        }

        @Override
        public MlpPredictor snapshot() {
            return new MlpPredictor(inputs, hidden, models, parameters.clone());
        }

        @Override
        public void pass() {
            int[] order = Shuffle.order(data.rows(), random);
            var network = new MlpPredictor(inputs, hidden, models, parameters);
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(order.length, from + BATCH);
                Arrays.fill(gradient, 0);
                for (int i = from; i < to; i++) {
                    addGradient(network, order[i], 1f / (to - from));
                }
                adam.step(parameters, gradient);
            }
        }

        private void addGradient(MlpPredictor network, int row, float weight) {
            float[] input = data.dense().row(row);
            float[] units = network.hidden(input);
            float[] slopes = network.outputs(units);
            for (int model = 0; model < models; model++) {
                float target = data.target(row, model);
                slopes[model] = Float.isNaN(target) ? 0 : HeadLoss.LOGISTIC.slope(slopes[model], target) * weight;
            }
            int start = (inputs + 1) * hidden;
            float[] back = new float[hidden];
            for (int unit = 0; unit < hidden; unit++) {
                int base = start + unit * models;
                float sum = 0;
                for (int model = 0; model < models; model++) {
                    gradient[base + model] += slopes[model] * units[unit];
                    sum += slopes[model] * parameters[base + model];
                }
                back[unit] = units[unit] > 0 ? sum : 0;
            }
            for (int model = 0; model < models; model++) {
                gradient[start + hidden * models + model] += slopes[model];
            }
            for (int i = 0; i < inputs; i++) {
                addTo(gradient, i * hidden, back, input[i]);
            }
            addTo(gradient, inputs * hidden, back, 1);
        }

        private static void addTo(float[] into, int base, float[] from, float scale) {
            for (int i = 0; i < from.length; i++) {
                into[base + i] += scale * from[i];
            }
        }
    }
}
