package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.json.RoutingJson;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Texts;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the demonstration to programs. */
final class DemoJson {
    private static final String NOTE =
            "The providers are fake: answers and tokens are scripted, prices are examples, times are measured.";

    private static final int QUERY_WIDTH = 120;

    private DemoJson() {}

    static ObjectNode of(List<StrategyResult> results, ChatResponse fallback, ChatResponse stream) {
        ObjectNode node = Json.object().put("note", NOTE);
        ArrayNode strategies = node.putArray("strategies");
        for (StrategyResult result : results) {
            ObjectNode strategy = strategies.addObject();
            strategy.put("strategy", result.strategy());
            strategy.put("tokens", result.tokens());
            strategy.put("cost_usd", RoutingJson.plain(result.cost()));
            strategy.put("dearest_cost_usd", RoutingJson.plain(result.dearestCost()));
            strategy.put("saved_percent", result.savedPercent());
            strategy.put("elapsed_ms", result.elapsed().toMillis());
            ArrayNode answers = strategy.putArray("results");
            result.outcomes().forEach(outcome -> answers.add(outcome(outcome)));
        }
        node.set("fallback", call(fallback));
        node.set("stream", call(stream));
        return node;
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode node = Json.object();
        node.put("query", Texts.cut(Texts.oneLine(outcome.prompt().text()), QUERY_WIDTH, Style.PLAIN));
        node.put("provider", outcome.provider());
        node.put("reason", outcome.report().decision().reason());
        node.put("response", outcome.answer());
        node.setAll(call(outcome.response()));
        return node;
    }

    private static ObjectNode call(ChatResponse response) {
        ObjectNode node = Json.object();
        node.put("model_name", response.routing().model());
        node.set("usage", RoutingJson.usage(response.routing().usage()));
        node.put("cost_usd", RoutingJson.plain(response.routing().cost()));
        node.put("elapsed_ms", response.routing().elapsed().toMillis());
        node.set("attempts", RoutingJson.attempts(response.routing().attempts()));
        return node;
    }
}
