package io.llmrouter.cli.infer;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.json.RoutingJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of calls and of decisions, as JSON. */
public final class Inference {
    /** The field that says whether there is an answer. */
    public static final String SUCCESS = "success";

    /** The field with who was chosen and why. */
    static final String DECISION = "routing_result";

    private Inference() {}

    /** What a model answered. */
    public static ObjectNode answered(Router router, String query, ChatResponse response) {
        RoutingReport report = response.routing();
        ObjectNode result = Json.object();
        result.put(SUCCESS, true);
        result.put("query", query);
        result.put("model_name", report.model());
        result.put("api_model_name", modelId(router, report.model()));
        result.put("response", response.text());
        result.set(DECISION, decision(query, report.decision()));
        if (!response.reasoning().isEmpty()) {
            result.put("reasoning", response.reasoning());
        }
        toolCalls(response, result);
        result.put("finish_reason", response.finishReason().name().toLowerCase(Locale.ROOT));
        result.set("usage", RoutingJson.usage(report.usage()));
        result.put("cost_usd", RoutingJson.plain(report.cost()));
        result.put("elapsed_ms", report.elapsed().toMillis());
        result.set("attempts", RoutingJson.attempts(report.attempts()));
        return result;
    }

    /** Who would answer. */
    public static ObjectNode decided(String query, RoutingDecision decision) {
        ObjectNode result = Json.object();
        result.put(SUCCESS, true);
        result.put("query", query);
        result.put("model_name", decision.model());
        result.set(DECISION, decision(query, decision));
        return result;
    }

    /**
     * Why there is no answer.
     *
     * @param verbose whether to tell the stack trace too
     */
    public static ObjectNode failed(String query, LlmRouterException failure, boolean verbose) {
        ObjectNode result = Json.object();
        result.put(SUCCESS, false);
        result.put("query", query);
        result.put("error", failure.getMessage());
        if (verbose) {
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            result.put("traceback", trace.toString());
        }
        return result;
    }

    private static ObjectNode decision(String query, RoutingDecision decision) {
        ObjectNode node = Json.object();
        node.put("query", query);
        node.setAll(RoutingJson.decision(decision));
        return node;
    }

    private static void toolCalls(ChatResponse response, ObjectNode result) {
        if (!response.toolCalls().isEmpty()) {
            ArrayNode calls = result.putArray("tool_calls");
            for (ToolCall call : response.toolCalls()) {
                calls.addObject().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
            }
        }
    }

    private static String modelId(Router router, String name) {
        return router.models().stream()
                .filter(model -> model.name().equals(name))
                .map(ModelInfo::modelId)
                .findFirst()
                .orElse(name);
    }
}
