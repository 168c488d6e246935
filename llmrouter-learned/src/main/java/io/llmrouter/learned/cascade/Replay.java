package io.llmrouter.learned.cascade;

import io.llmrouter.learned.cascade.CascadeEvaluation.Result;
import io.llmrouter.learned.data.RoutingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a cascade would have answered, and what it would have cost. */
final class Replay {
    private Replay() {}

    static CascadeEvaluation of(TrainedCascade cascade, RoutingTable table, double verifierCost) {
        List<String> models = cascade.models();
        Rows rows = Rows.of(table, models);
        int last = rows.models() - 1;
        double[] quality = new double[rows.size()];
        double[] cost = new double[rows.size()];
        double[] answered = new double[rows.models()];
        for (int row = 0; row < rows.size(); row++) {
            int at = 0;
            while (at < last) {
                cost[row] += rows.cost()[at][row] * (1 + verifierCost);
                if (!cascade.steps().get(at).rule().escalates(rows.share()[at][row])) {
                    break;
                }
                at++;
            }
            cost[row] += at == last ? rows.cost()[last][row] : 0;
            quality[row] = rows.quality()[at][row];
            answered[at]++;
        }
        var singles = new ArrayList<Result>();
        int best = 0;
        for (int i = 0; i <= last; i++) {
            singles.add(new Result(models.get(i), mean(rows.quality()[i]), mean(rows.cost()[i])));
            best = singles.get(i).quality() > singles.get(best).quality() ? i : best;
        }
        return new CascadeEvaluation(
                rows.size(),
                rows.left(),
                singles.get(0),
                singles.get(last),
                singles.get(best),
                new Result(TrainedCascade.NAME, mean(quality), mean(cost)),
                standardError(quality, rows.quality()[best]),
                Arrays.stream(answered)
                        .map(count -> count / rows.size())
                        .boxed()
                        .toList());
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double standardError(double[] own, double[] other) {
        double mean = mean(own) - mean(other);
        double squares = 0;
        for (int row = 0; row < own.length; row++) {
            double difference = own[row] - other[row] - mean;
            squares += difference * difference;
        }
        return own.length < 2 ? Double.NaN : Math.sqrt(squares / (own.length - 1) / own.length);
    }
}
