package io.llmrouter.learned.predict;

/**
 * Queries and models as nodes, the queries first, and what each hears of its neighbours. Not safe for concurrent use.
 */
final class Graph {
    final int queries;
    final int models;
    /** The edges that are heard: for each query and model the score, or {@link Float#NaN} for none. */
    private final float[] edges;

    private final float[] weight;
    /** The mean score of the edges of each node. */
    final float[] meanScore;

    Graph(int queries, int models, float[] edges) {
        this.queries = queries;
        this.models = models;
        this.edges = edges;
        this.weight = new float[queries + models];
        this.meanScore = new float[queries + models];
        for (int query = 0; query < queries; query++) {
            for (int model = 0; model < models; model++) {
                float score = edges[query * models + model];
                if (!Float.isNaN(score)) {
                    weight[query]++;
                    weight[queries + model]++;
                    meanScore[query] += score;
                    meanScore[queries + model] += score;
                }
            }
        }
        for (int node = 0; node < weight.length; node++) {
            weight[node] = weight[node] == 0 ? 0 : 1 / weight[node];
            meanScore[node] *= weight[node];
        }
    }

    int nodes() {
        return queries + models;
    }

    /** Adds to each node the mean of its neighbours' vectors. */
    void gather(float[] from, float[] into, int size) {
        for (int query = 0; query < queries; query++) {
            for (int model = 0; model < models; model++) {
                if (!Float.isNaN(edges[query * models + model])) {
                    int node = queries + model;
                    add(into, query * size, from, node * size, weight[query], size);
                    add(into, node * size, from, query * size, weight[node], size);
                }
            }
        }
    }

    /** Hands what each node's mean wants back to its neighbours: the transpose of {@link #gather}. */
    void scatter(float[] from, float[] into, int size) {
        for (int query = 0; query < queries; query++) {
            for (int model = 0; model < models; model++) {
                if (!Float.isNaN(edges[query * models + model])) {
                    int node = queries + model;
                    add(into, node * size, from, query * size, weight[query], size);
                    add(into, query * size, from, node * size, weight[node], size);
                }
            }
        }
    }

    private static void add(float[] into, int at, float[] from, int start, float scale, int size) {
        for (int i = 0; i < size; i++) {
            into[at + i] += scale * from[start + i];
        }
    }
}
