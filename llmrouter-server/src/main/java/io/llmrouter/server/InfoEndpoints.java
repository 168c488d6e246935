package io.llmrouter.server;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server tells of itself. */
final class InfoEndpoints {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AUTO_ABOUT = "The router chooses among the others.";

    private InfoEndpoints() {}

    /** The server's name and endpoints; the web page for browsers. */
    static Endpoint home(ServerContext context, PageFiles page) {
        return exchange -> {
            String accept = exchange.requestHeaders().get(HttpHeaderNames.ACCEPT, "");
            if (accept.contains("text/html")) {
                page.page(exchange);
                return;
            }
            ObjectNode about = JSON.createObjectNode().put("name", "LLMRouter");
            describe(context, about);
            about.putObject("endpoints")
                    .put("chat", "POST /v1/chat/completions")
                    .put("messages", "POST /v1/messages")
                    .put("embeddings", "POST /v1/embeddings")
                    .put("socket", "WS /v1/chat/ws")
                    .put("route", "POST /v1/route")
                    .put("feedback", "POST /v1/feedback")
                    .put("models", "GET /v1/models")
                    .put("routers", "GET /routers")
                    .put("health", "GET /health")
                    .put("ready", "GET /ready")
                    .put("metrics", "GET /metrics")
                    .put("stats", "GET /v1/stats");
            exchange.json(200, JSON.writeValueAsBytes(about));
        };
    }

    /** That the server is alive. */
    static Endpoint health(ServerContext context) {
        return exchange -> {
            ObjectNode health = JSON.createObjectNode().put("status", "ok");
            describe(context, health);
            exchange.json(200, JSON.writeValueAsBytes(health));
        };
    }

    /** Whether a request could be served now. */
    static Endpoint ready(ServerContext context) {
        return exchange -> {
            boolean full = context.admission().waiting()
                    >= Math.max(1, context.config().limits().queuedRequests());
            String status = context.isStopping() ? "stopping" : full ? "busy" : "ok";
            ObjectNode ready = JSON.createObjectNode().put("status", status).put("ready", status.equals("ok"));
            if (context.keys().areAbsent()) {
                ObjectNode models = ready.putObject("models");
                context.router()
                        .health()
                        .forEach(model ->
                                models.put(model.model(), model.state().name().toLowerCase(Locale.ROOT)));
            }
            exchange.json(status.equals("ok") ? 200 : 503, JSON.writeValueAsBytes(ready));
        };
    }

    /** What strangers are not told where clients need keys. */
    private static void describe(ServerContext context, ObjectNode out) {
        if (!context.keys().areAbsent()) {
            return;
        }
        out.put("strategy", context.strategy());
        ArrayNode names = out.putArray("llms");
        context.router().models().forEach(model -> names.add(model.name()));
    }

    /** The strategies that could be configured, and the one that is. */
    static Endpoint routers(ServerContext context) {
        var names = new TreeSet<String>();
        ServiceLoader.load(RoutingStrategyProvider.class).forEach(provider -> names.add(provider.name()));
        return exchange -> {
            ObjectNode routers = JSON.createObjectNode();
            ArrayNode available = routers.putArray("available_routers");
            names.forEach(available::add);
            routers.put("current", context.strategy());
            exchange.json(200, JSON.writeValueAsBytes(routers));
        };
    }

    /** All models that the client may use. */
    static Endpoint models(ServerContext context) {
        return exchange -> {
            ObjectNode list = JSON.createObjectNode().put("object", "list");
            ArrayNode data = list.putArray("data");
            for (ModelInfo model : all(context)) {
                if (exchange.client().mayUse(model.name())) {
                    describe(data.addObject(), model.name(), model.provider(), model.description());
                }
            }
            if (exchange.client().mayUse(Router.AUTO)) {
                describe(data.addObject(), Router.AUTO, "llmrouter", AUTO_ABOUT);
            }
            exchange.json(200, JSON.writeValueAsBytes(list));
        };
    }

    /** One model. */
    static Endpoint model(ServerContext context) {
        return exchange -> {
            String name = decoded(exchange.path().substring("/v1/models/".length()));
            ObjectNode out = JSON.createObjectNode();
            if (exchange.client().mayUse(name)) {
                all(context).stream()
                        .filter(model -> model.name().equals(name))
                        .forEach(model -> describe(out, name, model.provider(), model.description()));
                if (name.equals(Router.AUTO)) {
                    describe(out, name, "llmrouter", AUTO_ABOUT);
                }
            }
            if (out.isEmpty()) {
                throw Problem.invalid(404, "model_not_found", "The model '" + name + "' does not exist.");
            }
            exchange.json(200, JSON.writeValueAsBytes(out));
        };
    }

    /** Chat models, then embedding models: OpenAI's own list does not tell them apart either. */
    private static List<ModelInfo> all(ServerContext context) {
        var all = new ArrayList<ModelInfo>(context.router().models());
        all.addAll(context.router().embeddingModels());
        return all;
    }

    private static String decoded(String escaped) {
        try {
            return QueryStringDecoder.decodeComponent(escaped.replace("+", "%2B"));
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid(400, "malformed_url", "Expected a percent-encoded name, found a broken escape.");
        }
    }

    private static void describe(ObjectNode out, String name, String owner, String about) {
        out.put("id", name).put("object", "model").put("created", 0).put("owned_by", owner);
        out.put("description", about);
    }

    /** All figures, for Prometheus. */
    static Endpoint metrics(ServerContext context) {
        return exchange -> exchange.answer(
                200, context.metrics().contentType(), context.metrics().text());
    }

    /** The figures of the live view. */
    static Endpoint stats(ServerContext context) {
        return exchange -> {
            ObjectNode stats = JSON.createObjectNode().put("strategy", context.strategy());
            stats.put("running", context.admission().running());
            stats.put("waiting", context.admission().waiting());
            stats.put("queued", context.router().queue().waiting());
            stats.put("connections", context.connections().size());
            context.stats().write(stats, context.router().health());
            exchange.channel().header("cache-control", "no-store");
            exchange.json(200, JSON.writeValueAsBytes(stats));
        };
    }
}
