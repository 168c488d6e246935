package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.DenseMatrix;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import io.llmrouter.learned.predict.HnswGraphData.Level;
import io.llmrouter.learned.predict.Neighbours.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Finds nearly the nearest rows in a hierarchical navigable small world (Malkov and Yashunin, 2018), with the graphs of
 * Lucene. The same rows and seed give the same graph. It is saved with the rows: to build it takes far longer than to
 * read it. Immutable.
 */
final class HnswIndex implements RowIndex {
    private static final int LINKS = 24;
    private static final int BEAM = 200;

    /** A search looks for half as many rows again as are wanted, and for no fewer: that is what makes it find most. */
    private static final int FEWEST_SOUGHT = 100;

    private final DenseMatrix matrix;
    private final HnswGraphData graph;

    private HnswIndex(DenseMatrix matrix, HnswGraphData graph) {
        this.matrix = matrix;
        this.graph = graph;
    }

    /** Builds the graph, on one thread: what several build depends on who comes first. */
    static HnswIndex build(DenseMatrix matrix, long seed) {
        var scorers = new RandomVectorScorerSupplier() {
            @Override
            public RandomVectorScorer scorer(int row) {
                return new Cosines(matrix, matrix.values(), row * matrix.columns());
            }

            @Override
            public RandomVectorScorerSupplier copy() {
                return this;
            }
        };
        try {
            OnHeapHnswGraph built = HnswGraphBuilder.create(scorers, LINKS, BEAM, seed, matrix.rows())
                    .build(matrix.rows());
            return new HnswIndex(matrix, packed(built));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static HnswGraphData packed(OnHeapHnswGraph built) {
        var levels = new ArrayList<Level>();
        for (int level = 0; level < built.numLevels(); level++) {
            int[] nodes = HnswGraph.NodesIterator.getSortedNodes(built.getNodesOnLevel(level));
            int[] starts = new int[nodes.length + 1];
            for (int i = 0; i < nodes.length; i++) {
                starts[i + 1] = starts[i] + built.getNeighbors(level, nodes[i]).size();
            }
            int[] links = new int[starts[nodes.length]];
            for (int i = 0; i < nodes.length; i++) {
                NeighborArray linked = built.getNeighbors(level, nodes[i]);
                System.arraycopy(linked.nodes(), 0, links, starts[i], linked.size());
            }
            levels.add(new Level(level == 0 ? new int[0] : nodes, starts, links));
        }
        return new HnswGraphData(built.entryNode(), levels);
    }

    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public DenseMatrix matrix() {
        return matrix;
    }

    @Override
    public Nearest nearest(float[] query, int k) {
        int wanted = Math.min(k, rows());
        int sought = Math.min(rows(), Math.max(FEWEST_SOUGHT, wanted + wanted / 2));
        var collector = new TopKnnCollector(sought, Integer.MAX_VALUE);
        try {
            HnswGraphSearcher.search(new Cosines(matrix, query, 0), collector, new Cursor(graph, rows()), null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        var nearest = new Nearest(wanted);
        for (ScoreDoc found : collector.topDocs().scoreDocs) {
            nearest.offer(found.doc, found.score - 1);
        }
        return nearest;
    }

    /** Writes the graph alone. */
    void saveGraph(ModelOutput out) {
        graph.save(out);
    }

    /** Reads the graph of rows. */
    static HnswIndex read(ModelInput in, DenseMatrix matrix) {
        return new HnswIndex(matrix, HnswGraphData.read(in, matrix.rows()));
    }

    /** One plus the inner product of a vector with the rows: Lucene wants no negative scores. */
    private record Cosines(DenseMatrix matrix, float[] from, int at) implements RandomVectorScorer {
        @Override
        public float score(int row) {
            float[] values = matrix.values();
            int columns = matrix.columns();
            int base = row * columns;
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int d = 0;
            // Four sums at a time: one would wait for itself at each step.
            for (; d + 4 <= columns; d += 4) {
                s0 += from[at + d] * values[base + d];
                s1 += from[at + d + 1] * values[base + d + 1];
                s2 += from[at + d + 2] * values[base + d + 2];
                s3 += from[at + d + 3] * values[base + d + 3];
            }
            for (; d < columns; d++) {
                s0 += from[at + d] * values[base + d];
            }
            return 1 + ((s0 + s1) + (s2 + s3));
        }

        @Override
        public int maxOrd() {
            return matrix.rows();
        }
    }

    /** One search's place in the graph. Not safe for concurrent use. */
    private static final class Cursor extends HnswGraph {
        private final HnswGraphData graph;
        private final int rows;
        private int[] links = {};
        private int next;
        private int end;

        Cursor(HnswGraphData graph, int rows) {
            this.graph = graph;
            this.rows = rows;
        }

        @Override
        public void seek(int level, int node) {
            Level of = graph.levels().get(level);
            int position = of.position(node);
            links = of.links();
            next = of.starts()[position];
            end = of.starts()[position + 1];
        }

        @Override
        public int nextNeighbor() {
            return next < end ? links[next++] : DocIdSetIterator.NO_MORE_DOCS;
        }

        @Override
        public int size() {
            return rows;
        }

        @Override
        public int numLevels() {
            return graph.levels().size();
        }

        @Override
        public int entryNode() {
            return graph.entry();
        }

        @Override
        public NodesIterator getNodesOnLevel(int level) {
            int[] nodes = graph.levels().get(level).nodes();
            if (nodes.length == 0) {
                nodes = new int[rows];
                Arrays.setAll(nodes, row -> row);
            }
            return new ArrayNodesIterator(nodes, nodes.length);
        }
    }
}
