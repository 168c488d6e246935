package io.llmrouter.cli.learn;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.learned.cascade.CascadeEvaluation;
import io.llmrouter.learned.cascade.CascadeEvaluation.Result;
import io.llmrouter.learned.cascade.CascadeStep;
import io.llmrouter.learned.cascade.TrainedCascade;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a cascade did, for people and as JSON. Stateless. */
public final class CascadeText {
    private CascadeText() {}

    /** Prints its rules, and what it came to against its models alone. */
    public static void print(Console console, TrainedCascade cascade, CascadeEvaluation evaluation) {
        for (CascadeStep step : cascade.steps()) {
            console.out().println(step.model() + ": " + step.rule());
        }
        console.out().println();
        List<String> models = cascade.models();
        var table = new Table(Column.left(""), Column.right("accuracy"), Column.right("cost a query"));
        row(table, evaluation.first(), "first, " + models.get(0));
        row(table, evaluation.last(), "last, " + models.get(models.size() - 1));
        row(table, evaluation.best(), "best single, " + evaluation.best().name());
        row(table, evaluation.cascade(), "cascade");
        table.print(console);
        console.out().println();
        var shares = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            shares.append(shares.length() == 0 ? "" : ", ")
                    .append(String.format(
                            Locale.ROOT,
                            "%s %.1f %%",
                            models.get(i),
                            100 * evaluation.shares().get(i)));
        }
        console.out().println("Answers: " + shares);
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "Against the best single model %+.4f, standard error %.4f; %d rows",
                        evaluation.cascade().quality() - evaluation.best().quality(),
                        evaluation.standardError(),
                        evaluation.rows()));
        console.out()
                .println("IBC lift: "
                        + (Double.isNaN(evaluation.ibcLift())
                                ? "none"
                                : String.format(Locale.ROOT, "%.4f", evaluation.ibcLift())));
        console.out().println(evaluation.verdict());
    }

    private static void row(Table table, Result result, String name) {
        table.row(
                Cell.of(name),
                Cell.of(String.format(Locale.ROOT, "%.4f", result.quality())),
                Cell.of(String.format(Locale.ROOT, "%.3g", result.cost())));
    }

    /** The same as JSON. */
    public static ObjectNode json(TrainedCascade cascade, CascadeEvaluation evaluation) {
        ObjectNode node = Json.object();
        node.put("router", TrainedCascade.NAME);
        node.put("trained_rows", cascade.trainedRows());
        node.put("samples", cascade.samples());
        ArrayNode models = node.putArray("models");
        for (int i = 0; i < cascade.models().size(); i++) {
            ObjectNode model =
                    models.addObject().put("model_name", cascade.models().get(i));
            model.put("share", evaluation.shares().get(i));
            if (i < cascade.steps().size()) {
                model.put("rule", cascade.steps().get(i).rule().toString());
            }
        }
        node.put("rows", evaluation.rows());
        node.set("first", json(evaluation.first()));
        node.set("last", json(evaluation.last()));
        node.set("best_single", json(evaluation.best()));
        node.set("cascade", json(evaluation.cascade()));
        EvaluationJson.put(node, "standard_error", evaluation.standardError());
        EvaluationJson.put(node, "ibc_lift", evaluation.ibcLift());
        node.put("is_good", evaluation.isGood());
        node.put("verdict", evaluation.verdict());
        return node;
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = Json.object().put("model_name", result.name());
        EvaluationJson.put(node, "accuracy", result.quality());
        EvaluationJson.put(node, "cost", result.cost());
        return node;
    }
}
