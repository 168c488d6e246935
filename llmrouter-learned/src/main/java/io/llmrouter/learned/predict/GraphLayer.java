package io.llmrouter.learned.predict;

/**
 * One convolution: Z_i = S x_i + G mean_j(x_j) + e mean_j(score_ij) over the neighbours j, then batch normalisation over
 * all nodes (Ioffe and Szegedy, 2015) and, if wanted, rectification. Its parameters lie in an array that it shares with
 * others. Not safe for concurrent use.
 */
final class GraphLayer {
    private static final double EPSILON = 1e-5;

    private final int size;
    private final int start;
    private final boolean rectified;

    private float[] input = new float[0];
    private float[] mean = new float[0];
    private float[] normal = new float[0];
    private float[] output = new float[0];
    private final float[] deviation;

    /**
     * Creates a layer.
     *
     * @param size the length of a node's vector
     * @param start where its parameters begin
     */
    GraphLayer(int size, int start, boolean rectified) {
        this.size = size;
        this.start = start;
        this.rectified = rectified;
        this.deviation = new float[size];
    }

    /** How many parameters a layer has: S, G, e, scale and shift. */
    static int length(int size) {
        return 2 * size * size + 3 * size;
    }

    private int edge() {
        return start + 2 * size * size;
    }

    private int scale() {
        return edge() + size;
    }

    private int shift() {
        return scale() + size;
    }

    /** The nodes' new vectors, one after the other. */
    float[] forward(Graph graph, float[] nodes, float[] parameters) {
        input = nodes;
        mean = new float[nodes.length];
        graph.gather(nodes, mean, size);
        normal = new float[nodes.length];
        for (int node = 0; node < graph.nodes(); node++) {
            int at = node * size;
            for (int k = 0; k < size; k++) {
                int own = start + k * size;
                int neighbours = own + size * size;
                float sum = parameters[edge() + k] * graph.meanScore[node];
                for (int i = 0; i < size; i++) {
                    sum += parameters[own + i] * nodes[at + i] + parameters[neighbours + i] * mean[at + i];
                }
                normal[at + k] = sum;
            }
        }
        normalise(graph.nodes());
        output = new float[nodes.length];
        for (int i = 0; i < output.length; i++) {
            float value = parameters[scale() + i % size] * normal[i] + parameters[shift() + i % size];
            output[i] = rectified && value < 0 ? 0 : value;
        }
        return output;
    }

    private void normalise(int nodes) {
        for (int k = 0; k < size; k++) {
            double sum = 0;
            double squares = 0;
            for (int node = 0; node < nodes; node++) {
                sum += normal[node * size + k];
            }
            double middle = sum / nodes;
            for (int node = 0; node < nodes; node++) {
                double off = normal[node * size + k] - middle;
                squares += off * off;
            }
            deviation[k] = (float) Math.sqrt(squares / nodes + EPSILON);
            for (int node = 0; node < nodes; node++) {
                normal[node * size + k] = (float) ((normal[node * size + k] - middle) / deviation[k]);
            }
        }
    }

    /**
     * Goes back through the last {@link #forward}.
     *
     * @param wanted the derivative of the loss by the new vectors; used up
     * @return the derivative by the old ones
     */
    float[] backward(Graph graph, float[] wanted, float[] parameters, float[] gradient) {
        for (int i = 0; i < wanted.length; i++) {
            int k = i % size;
            if (rectified && output[i] <= 0) {
                wanted[i] = 0;
            }
            gradient[scale() + k] += wanted[i] * normal[i];
            gradient[shift() + k] += wanted[i];
            wanted[i] *= parameters[scale() + k];
        }
        throughNormal(graph.nodes(), wanted);
        float[] back = new float[wanted.length];
        float[] backMean = new float[wanted.length];
        for (int node = 0; node < graph.nodes(); node++) {
            int at = node * size;
            for (int k = 0; k < size; k++) {
                float slope = wanted[at + k];
                int own = start + k * size;
                int neighbours = own + size * size;
                gradient[edge() + k] += slope * graph.meanScore[node];
                for (int i = 0; i < size; i++) {
                    gradient[own + i] += slope * input[at + i];
                    gradient[neighbours + i] += slope * mean[at + i];
                    back[at + i] += slope * parameters[own + i];
                    backMean[at + i] += slope * parameters[neighbours + i];
                }
            }
        }
        graph.scatter(backMean, back, size);
        return back;
    }

    private void throughNormal(int nodes, float[] wanted) {
        for (int k = 0; k < size; k++) {
            double sum = 0;
            double along = 0;
            for (int node = 0; node < nodes; node++) {
                int at = node * size + k;
                sum += wanted[at];
                along += wanted[at] * normal[at];
            }
            for (int node = 0; node < nodes; node++) {
                int at = node * size + k;
                wanted[at] = (float) ((wanted[at] - sum / nodes - normal[at] * along / nodes) / deviation[k]);
            }
        }
    }
}
