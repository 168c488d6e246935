package io.llmrouter.learned.cascade;

import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a table that a cascade can be replayed on: all scores, costs and verifications of its models are known.
 *
 * @param quality for each model of the cascade, its scores
 * @param cost for each model, its costs, without verification
 * @param share for each model but the last, the shares of verifications that found its answers right
 * @param left how many rows were left out
 */
@SuppressWarnings("ArrayRecordComponent") // columns that are passed along, never compared
record Rows(double[][] quality, double[][] cost, double[][] share, int left) {

    /** The rows of a table for models in the order of a cascade. */
    static Rows of(RoutingTable table, List<String> models) {
        int[] columns = models.stream().mapToInt(table.models()::indexOf).toArray();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0) {
                throw RoutingDataException.of(
                        "table", "scores of the cascade's models " + models, "none of " + models.get(i));
            }
        }
        int[] kept = IntStream.range(0, table.size())
                .filter(row -> isWhole(table, row, columns))
                .toArray();
        if (kept.length == 0) {
            throw RoutingDataException.of(
                    "table",
                    "rows with a score and a cost of each of " + models + ", and a verification of each but the last",
                    "none; costs can come from --prices");
        }
        int width = columns.length;
        var rows = new Rows(
                new double[width][kept.length],
                new double[width][kept.length],
                new double[width - 1][kept.length],
                table.size() - kept.length);
        for (int i = 0; i < width; i++) {
            for (int row = 0; row < kept.length; row++) {
                rows.quality[i][row] = table.score(kept[row], columns[i]);
                rows.cost[i][row] = table.cost(kept[row], columns[i]);
                if (i < width - 1) {
                    rows.share[i][row] = table.verification(kept[row], columns[i]);
                }
            }
        }
        return rows;
    }

    private static boolean isWhole(RoutingTable table, int row, int[] columns) {
        for (int i = 0; i < columns.length; i++) {
            boolean verified = i == columns.length - 1 || !Float.isNaN(table.verification(row, columns[i]));
            if (!verified || Float.isNaN(table.score(row, columns[i])) || Float.isNaN(table.cost(row, columns[i]))) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return quality[0].length;
    }

    int models() {
        return quality.length;
    }
}
