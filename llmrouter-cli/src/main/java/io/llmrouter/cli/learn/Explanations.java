package io.llmrouter.cli.learn;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.cli.terminal.Texts;
import io.llmrouter.core.config.RoutingConfig;
import io.llmrouter.learned.Explanation;
import io.llmrouter.learned.ModelForecast;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.config.ServedModel;
import io.llmrouter.learned.encode.Encoders;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what a learned router expects of each model it was trained on, and what that rests on. Stateless. */
public final class Explanations {
    private static final int MOST = 5;

    private Explanations() {}

    /** The trained router of a configuration, to be closed; empty if the strategy is not a learned one. */
    public static Optional<TrainedRouter> router(RoutingConfig routing, Encoders encoders) {
        String strategy = routing.strategy().toLowerCase(Locale.ROOT);
        boolean learned = strategy.equals("llmrouter")
                || (RouterTrainer.canonicalName(strategy).isPresent() && !strategy.equals("randomrouter"));
        return learned ? Optional.of(ServedModel.load(routing.settings(), encoders)) : Optional.empty();
    }

    /** Prints what a router expects for a query. */
    public static void print(Console console, TrainedRouter router, String query) {
        Explanation explanation = router.explain(query, MOST);
        var table = new Table(
                Column.left("trained model"), Column.right("quality"), Column.right("cost"), Column.right("utility"));
        for (ModelForecast forecast : explanation.forecasts()) {
            boolean chosen = forecast.model().equals(explanation.chosen());
            table.row(
                    chosen ? Cell.bold(forecast.model()) : Cell.of(forecast.model()),
                    Cell.of(number("%.4f", forecast.quality())),
                    Cell.of(Double.isNaN(forecast.cost()) ? "unknown" : number("$%.3g", forecast.cost())),
                    Cell.of(number("%.4f", forecast.utility())));
        }
        table.print(console);
        console.out().println();
        console.out()
                .println("Gate: " + explanation.incumbent() + ", the best on average, is left for a gain of more than "
                        + number("%.2f", router.policy().gate()) + "; lambda "
                        + number("%.4g", router.policy().lambda()));
        if (!explanation.evidence().isEmpty()) {
            console.out().println("It rests on: " + Texts.oneLine(String.join("; ", explanation.evidence())));
        }
        console.out().println();
    }

    /** What a router expects for a query, as JSON. */
    public static ObjectNode json(TrainedRouter router, String query) {
        Explanation explanation = router.explain(query, MOST);
        ObjectNode node = Json.object();
        node.put("router", router.learner());
        node.put("incumbent", explanation.incumbent());
        node.put("gate", router.policy().gate());
        node.put("lambda", router.policy().lambda());
        ArrayNode forecasts = node.putArray("models");
        for (ModelForecast forecast : explanation.forecasts()) {
            ObjectNode one = forecasts.addObject().put("model_name", forecast.model());
            EvaluationJson.put(one, "quality", forecast.quality());
            EvaluationJson.put(one, "cost_usd", forecast.cost());
            EvaluationJson.put(one, "utility", forecast.utility());
        }
        ArrayNode evidence = node.putArray("evidence");
        explanation.evidence().forEach(evidence::add);
        return node;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
