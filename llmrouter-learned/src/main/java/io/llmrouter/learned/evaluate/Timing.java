package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.data.RoutingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long decisions take, each query once after a warm-up.
 *
 * @param p50 the median in microseconds
 * @param p99 the 99th percentile in microseconds
 * @param slowest the slowest decisions, the slowest first
 */
public record Timing(double p50, double p99, List<Decision> slowest) {
    private static final int WARM_UP = 2_000;
    private static final int MOST_SLOWEST = 10;
    private static final double NANOS_PER_MICRO = 1e3;

    public Timing {
        slowest = List.copyOf(slowest);
    }

    /**
     * One decision.
     *
     * @param id the id of the row
     * @param characters the length of its query
     * @param micros how long it took in microseconds
     */
    public record Decision(String id, int characters, double micros) {}

    /** Measures the decisions for all rows of a table. */
    public static Timing of(Evaluable router, RoutingTable table) {
        for (int i = 0; i < WARM_UP; i++) {
            router.choose(table.query(i % table.size()));
        }
        var decisions = new ArrayList<Decision>(table.size());
        for (int row = 0; row < table.size(); row++) {
            String query = table.query(row);
            long start = System.nanoTime();
            router.choose(query);
            double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
            decisions.add(new Decision(table.id(row), query.length(), micros));
        }
        decisions.sort(Comparator.comparingDouble(Decision::micros).reversed());
        int last = decisions.size() - 1;
        return new Timing(
                decisions.get(last / 2).micros(),
                decisions.get(last / 100).micros(),
                decisions.subList(0, Math.min(MOST_SLOWEST, decisions.size())));
    }
}
