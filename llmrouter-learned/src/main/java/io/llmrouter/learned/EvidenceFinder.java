package io.llmrouter.learned;

import io.llmrouter.learned.predict.QualityPredictor;
import io.llmrouter.learned.predict.QueryFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Finds what a prediction rests on: the nearest rows, the query's cluster, or its words. */
final class EvidenceFinder {
    private static final double UNLIKE = 0.005;

    private final TrainedRouter router;
    private final QualityPredictor predictor;
    private final List<String> labels;

    /**
     * Creates a finder.
     *
     * @param labels what the saved router says of rows or clusters; see {@link RowLabel}
     */
    EvidenceFinder(TrainedRouter router, QualityPredictor predictor, List<String> labels) {
        this.router = router;
        this.predictor = predictor;
        this.labels = labels;
    }

    /**
     * The evidence for choosing a model rather than another.
     *
     * @param most how many rows or words at most
     */
    Evidence of(QueryFeatures query, int chosen, int rival, int most) {
        List<QualityPredictor.Neighbour> rows = predictor.neighbours(query, most);
        if (!rows.isEmpty()) {
            return new Evidence.Neighbours(rows.stream()
                    .filter(row -> row.similarity() > UNLIKE)
                    .map(this::neighbour)
                    .toList());
        }
        OptionalInt cluster = predictor.cluster(query);
        if (cluster.isPresent()) {
            RowLabel label = label(cluster.getAsInt());
            int size = label.id().matches("[0-9]{1,9}") ? Integer.parseInt(label.id()) : 0;
            return new Evidence.Cluster(cluster.getAsInt() + 1, size, label.texts());
        }
        List<Evidence.Word> words =
                chosen == rival ? List.of() : WordPushes.of(query.text(), text -> margin(text, chosen, rival), most);
        return new Evidence.Words(router.models().get(rival), words);
    }

    private double margin(String text, int chosen, int rival) {
        double[] quality = new double[predictor.models()];
        router.predict(text, quality, new double[quality.length]);
        return quality[chosen] - quality[rival];
    }

    private Evidence.Neighbour neighbour(QualityPredictor.Neighbour row) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int model = 0; model < row.scores().size(); model++) {
            float score = row.scores().get(model);
            if (!Float.isNaN(score)) {
                scores.put(router.models().get(model), (double) score);
            }
        }
        RowLabel label = label(row.row());
        String text = label.texts().isEmpty() ? "" : label.texts().get(0);
        String id = label.id().isEmpty() ? "row " + (row.row() + 1) : label.id();
        return new Evidence.Neighbour(id, text, row.similarity(), scores);
    }

    private RowLabel label(int at) {
        return at < labels.size() ? RowLabel.of(labels.get(at)) : new RowLabel("", List.of());
    }
}
