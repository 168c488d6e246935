package io.llmrouter.cli.learn;

import io.llmrouter.cli.json.Json;
import io.llmrouter.learned.Evidence;
import io.llmrouter.learned.ModelForecast;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations as JSON. What is not known is {@code null}. Stateless. */
public final class ExplainedJson {
    private ExplainedJson() {}

    /** What a router expected for a query, and what that rests on. */
    public static ObjectNode of(Explained explained) {
        ObjectNode node = Json.object();
        node.put("router", explained.router().router().learner());
        node.put("incumbent", explained.name(explained.explanation().incumbent()));
        EvaluationJson.put(node, "gain", explained.explanation().gain());
        node.put("gate", explained.policy().gate());
        node.put("lambda", explained.policy().lambda());
        node.put("moved_by_feedback", explained.isMovedByFeedback());
        ArrayNode models = node.putArray("models");
        for (ModelForecast forecast : explained.explanation().forecasts()) {
            ObjectNode one = models.addObject().put("model_name", explained.name(forecast.model()));
            EvaluationJson.put(one, "quality", forecast.quality());
            EvaluationJson.put(one, "cost_usd", forecast.cost());
            EvaluationJson.put(one, "utility", forecast.utility());
        }
        evidence(node, explained);
        return node;
    }

    private static void evidence(ObjectNode node, Explained explained) {
        Evidence evidence = explained.explanation().evidence();
        if (evidence instanceof Evidence.Neighbours rows) {
            ArrayNode nearest = node.putArray("neighbours");
            rows.nearest().forEach(row -> neighbour(nearest.addObject(), row, explained));
        } else if (evidence instanceof Evidence.Cluster cluster) {
            ObjectNode one = node.putObject("cluster");
            one.put("number", cluster.number()).put("rows", cluster.rows());
            ArrayNode examples = one.putArray("examples");
            cluster.examples().forEach(examples::add);
        } else if (evidence instanceof Evidence.Words words) {
            node.put("compared_with", explained.name(words.rival()));
            ArrayNode pushes = node.putArray("words");
            words.words()
                    .forEach(word -> pushes.addObject().put("word", word.text()).put("push", word.push()));
        }
    }

    private static void neighbour(ObjectNode node, Evidence.Neighbour row, Explained explained) {
        node.put("id", row.id()).put("query", row.text()).put("similarity", row.similarity());
        ObjectNode scores = node.putObject("scores");
        for (Map.Entry<String, Double> score : new TreeMap<>(row.scores()).entrySet()) {
            scores.put(explained.name(score.getKey()), score.getValue());
        }
    }
}
