package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.core.limits.Estimate;
import java.math.BigDecimal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells which model would answer a chat and why, without asking it. */
final class RouteEndpoint implements Endpoint {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Estimate NOTHING = new Estimate(0, BigDecimal.ZERO);

    private final ServerContext context;
    private final ChatRules rules;

    RouteEndpoint(ServerContext context) {
        this.context = context;
        this.rules = new ChatRules(context);
    }

    /** On another thread, since a strategy may ask a model for its decision. */
    @Override
    public void handle(Exchange exchange) {
        context.gate().pass(exchange, NOTHING, tab -> {
            tab.cancel();
            context.workers().execute(() -> decide(exchange));
        });
    }

    private void decide(Exchange exchange) {
        try {
            var received = context.openAi().decodeRequest(exchange.body());
            ChatRequest request = rules.admitted(received.request(), exchange.client(), exchange.id(), null);
            exchange.json(200, encode(context.router().route(request)));
        } catch (RuntimeException refused) {
            exchange.fail(refused);
        }
    }

    private static byte[] encode(RoutingDecision decision) {
        ObjectNode out = JSON.createObjectNode();
        out.put("model", decision.model());
        out.put("strategy", decision.strategy());
        out.put("reason", decision.reason());
        ArrayNode candidates = out.putArray("candidates");
        for (RoutingDecision.Considered considered : decision.candidates()) {
            candidates
                    .addObject()
                    .put("model", considered.model())
                    .put("score", considered.score())
                    .put("excluded", considered.excluded());
        }
        return JSON.writeValueAsBytes(out);
    }
}
