package io.llmrouter.learned;

import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.features.TextEncoder;
import io.llmrouter.learned.predict.QualityPredictor;
import io.llmrouter.learned.predict.QueryFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what a prediction rests on: the nearest rows, or the words of the query that weigh most. */
final class Evidence {
    private final TextEncoder terms;
    private final QualityPredictor predictor;
    private final List<String> rowIds;

    Evidence(TextEncoder terms, QualityPredictor predictor, List<String> rowIds) {
        this.terms = terms;
        this.predictor = predictor;
        this.rowIds = rowIds;
    }

    List<String> of(QueryFeatures query, int model, int most) {
        List<QualityPredictor.Neighbour> neighbours = predictor.neighbours(query, most);
        return neighbours.isEmpty() ? words(query, model, most) : rows(neighbours);
    }

    private List<String> rows(List<QualityPredictor.Neighbour> neighbours) {
        var lines = new ArrayList<String>();
        for (QualityPredictor.Neighbour neighbour : neighbours) {
            String id = neighbour.row() < rowIds.size() ? rowIds.get(neighbour.row()) : "row " + neighbour.row();
            lines.add(String.format(Locale.ROOT, "like %s (%.2f)", id, neighbour.similarity()));
        }
        return lines;
    }

    private List<String> words(QueryFeatures query, int model, int most) {
        Map<Integer, String> names = terms.names(query.text());
        SparseVector vector = query.terms();
        var shares = new ArrayList<Share>();
        for (int i = 0; i < vector.size(); i++) {
            double weight = predictor.share(vector.columns()[i], vector.values()[i], model);
            String name = names.get(vector.columns()[i]);
            if (weight != 0 && name != null) {
                shares.add(new Share(name, weight));
            }
        }
        shares.sort(Comparator.comparingDouble((Share share) -> -Math.abs(share.weight)));
        return shares.stream()
                .limit(most)
                .map(share -> String.format(Locale.ROOT, "\"%s\" %+.3f", share.name, share.weight))
                .toList();
    }

    /** What a word adds. */
    private record Share(String name, double weight) {}
}
