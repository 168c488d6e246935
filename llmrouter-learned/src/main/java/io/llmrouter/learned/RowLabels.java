package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.predict.QualityPredictor;
import io.llmrouter.learned.predict.QueryFeatures;
import io.llmrouter.learned.predict.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the labels by which a saved router shows the rows, or the clusters, that its predictions rest on. Stateless. */
final class RowLabels {
    private static final int MOST_ROWS = 50_000;
    private static final int EXAMPLES = 3;

    private RowLabels() {}

    /** A label a row if the predictor looks at rows, one a cluster if it has clusters; else none. */
    static List<String> of(QualityPredictor predictor, RoutingTable table, TrainingSet data) {
        if (table.size() <= MOST_ROWS
                && !predictor.neighbours(data.features(0), 1).isEmpty()) {
            return IntStream.range(0, table.size())
                    .mapToObj(row -> new RowLabel(table.id(row), List.of(table.query(row))).saved())
                    .toList();
        }
        return predictor.cluster(data.features(0)).isPresent() ? ofClusters(predictor, table, data) : List.of();
    }

    private static List<String> ofClusters(QualityPredictor predictor, RoutingTable table, TrainingSet data) {
        var clusters = new ArrayList<Typical>();
        for (int row = 0; row < data.rows(); row++) {
            QueryFeatures features = data.features(row);
            int cluster = predictor.cluster(features).orElseThrow();
            while (clusters.size() <= cluster) {
                clusters.add(new Typical());
            }
            clusters.get(cluster).add(row, predictor.typicality(features));
        }
        return clusters.stream().map(cluster -> cluster.label(table).saved()).toList();
    }

    /** The most typical rows of a cluster, and how many rows it has. */
    private static final class Typical {
        private final int[] rows = new int[EXAMPLES];
        private final double[] typicality = new double[EXAMPLES];
        private int count;

        void add(int row, double typical) {
            int at = Math.min(count++, EXAMPLES);
            while (at > 0 && typical > typicality[at - 1]) {
                if (at < EXAMPLES) {
                    rows[at] = rows[at - 1];
                    typicality[at] = typicality[at - 1];
                }
                at--;
            }
            if (at < EXAMPLES) {
                rows[at] = row;
                typicality[at] = typical;
            }
        }

        RowLabel label(RoutingTable table) {
            List<String> texts = IntStream.range(0, Math.min(count, EXAMPLES))
                    .mapToObj(i -> table.query(rows[i]))
                    .toList();
            return new RowLabel(String.valueOf(count), texts);
        }
    }
}
