package io.llmrouter.cli.learn;

import io.llmrouter.cli.json.Json;
import io.llmrouter.learned.evaluate.CostQualityHull;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.Interval;
import io.llmrouter.learned.evaluate.TaskResult;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluations as JSON. What is not known is {@code null}. Stateless. */
public final class EvaluationJson {
    private EvaluationJson() {}

    /** All figures of an evaluation. */
    public static ObjectNode of(Evaluation evaluation) {
        ObjectNode node = Json.object();
        node.put("router", evaluation.learner());
        node.put("rows", evaluation.rows());
        node.put("is_good", evaluation.isGood());
        node.put("verdict", evaluation.verdict());
        interval(node, "accuracy", evaluation.accuracy());
        put(node, "accuracy_standard_error", evaluation.accuracyError());
        node.put("best_single_model", evaluation.bestSingle());
        put(node, "best_single_accuracy", evaluation.bestSingleQuality());
        interval(node, "gain", evaluation.gain());
        put(node, "gain_standard_error", evaluation.gainError());
        put(node, "random", evaluation.random());
        put(node, "oracle", evaluation.oracle());
        evaluation.moneyIfKnown().ifPresent(money -> money(node, money));
        evaluation.twoModelsIfAny().ifPresent(two -> {
            put(node, "apgr", two.apgr());
            put(node, "cpt50", two.cpt50());
            put(node, "cpt80", two.cpt80());
        });
        put(node, "brier", evaluation.reliability().brier());
        put(node, "ece", evaluation.reliability().ece());
        ObjectNode shares = node.putObject("shares");
        new TreeMap<>(evaluation.shares()).forEach((model, share) -> put(shares, model, share));
        ArrayNode tasks = node.putArray("tasks");
        evaluation.tasks().forEach(task -> task(tasks.addObject(), task));
        return node;
    }

    private static void money(ObjectNode node, Evaluation.Money money) {
        interval(node, "aiq", money.aiq());
        put(node, "aiq_zero_router", money.zeroAiq());
        put(node, "aiq_oracle", money.oracleAiq());
        put(node, "cost_saved_at_100", money.saved100());
        put(node, "cost_saved_at_95", money.saved95());
        put(node, "cost_usd", money.cost());
        put(node, "lambda", money.lambda());
        put(node, "accuracy_as_saved", money.own().quality());
        put(node, "cost_usd_as_saved", money.own().cost());
        ArrayNode hull = node.putArray("hull");
        for (CostQualityHull.Point point : money.hull()) {
            ObjectNode corner = hull.addObject();
            put(corner, "cost_usd", point.cost());
            put(corner, "quality", point.quality());
        }
    }

    private static void task(ObjectNode node, TaskResult task) {
        node.put("task", task.task()).put("rows", task.rows());
        put(node, "accuracy", task.quality());
        put(node, "best_single_accuracy", task.bestSingle());
        put(node, "oracle", task.oracle());
        ObjectNode calls = node.putObject("calls");
        new TreeMap<>(task.calls()).forEach(calls::put);
    }

    private static void interval(ObjectNode node, String name, Interval interval) {
        put(node, name, interval.value());
        ArrayNode bounds = node.putArray(name + "_interval_95");
        bounds.add(interval.low()).add(interval.high());
    }

    /** JSON has no sign for what is not a number. */
    static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
