package io.llmrouter.learned.predict;

/** When rows are looked for by way of a graph, and whether the library for it is there. */
final class Hnsw {
    /** With more rows a graph is faster than groups of rows. */
    static final int MOST_WITHOUT = 100_000;

    static final String DEPENDENCY = "org.apache.lucene:lucene-core:9.12.3";

    private Hnsw() {}

    /** Whether Lucene is on the path. */
    static boolean isAvailable() {
        try {
            Class.forName("org.apache.lucene.util.hnsw.HnswGraphBuilder", false, Hnsw.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }
}
