package io.llmrouter.cli.learn;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.cli.json.Json;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.data.RoutingTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a router predicts: JSON Lines of {@code {"id", "pred": {model: quality}, "cost": {model: usd}}}. Stateless. */
public final class PredictionsFile {
    private PredictionsFile() {}

    /** Writes a line for each row of a table. */
    public static void write(TrainedRouter router, RoutingTable table, Path file) {
        double[] quality = new double[router.models().size()];
        double[] cost = new double[quality.length];
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int row = 0; row < table.size(); row++) {
                router.predict(table.query(row), quality, cost);
                ObjectNode line = Json.object().put("id", table.id(row));
                ObjectNode qualities = line.putObject("pred");
                ObjectNode costs = line.putObject("cost");
                for (int model = 0; model < quality.length; model++) {
                    EvaluationJson.put(qualities, router.models().get(model), quality[model]);
                    if (Double.isFinite(cost[model])) {
                        costs.put(router.models().get(model), cost[model]);
                    }
                }
                out.write(line.toString());
                out.write('\n');
            }
        } catch (IOException unwritable) {
            throw new InvalidRequestException(
                    ErrorFacts.because("--predictions: expected a file that can be written, found "
                                    + unwritable.getClass().getSimpleName() + " for " + file)
                            .cause(unwritable)
                            .build());
        }
    }
}
