package io.llmrouter.learned.predict;

/** Adam with decoupled weight decay (Kingma and Ba, 2015; Loshchilov and Hutter, 2019). Not safe for concurrent use. */
final class Adam {
    private static final float FIRST = 0.9f;
    private static final float SECOND = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final float[] means;
    private final float[] squares;
    private final double rate;
    private final double decay;
    private int steps;

    Adam(int size, double rate, double decay) {
        this.means = new float[size];
        this.squares = new float[size];
        this.rate = rate;
        this.decay = decay;
    }

    /** Moves parameters against a gradient. */
    void step(float[] parameters, float[] gradient) {
        steps++;
        float scale = (float) (rate * Math.sqrt(1 - Math.pow(SECOND, steps)) / (1 - Math.pow(FIRST, steps)));
        float shrink = (float) (rate * decay);
        float[] mean = means;
        float[] square = squares;
        for (int i = 0; i < parameters.length; i++) {
            float slope = gradient[i];
            float m = FIRST * mean[i] + (1 - FIRST) * slope;
            float v = SECOND * square[i] + (1 - SECOND) * slope * slope;
            mean[i] = m;
            square[i] = v;
            parameters[i] -= scale * m / ((float) Math.sqrt(v) + EPSILON) + shrink * parameters[i];
        }
    }
}
