package io.llmrouter.server;

import io.llmrouter.api.Feedback;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes scores of answers: {@code {"request_id", "score": 0..1, "comment"?, "tags"?}}. */
final class FeedbackEndpoint implements Endpoint {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_BODY = 64 * 1024;
    private static final byte[] ACCEPTED = "{\"accepted\":true}".getBytes(StandardCharsets.UTF_8);

    private final ServerContext context;

    FeedbackEndpoint(ServerContext context) {
        this.context = context;
    }

    @Override
    public void handle(Exchange exchange) {
        if (!context.router().feedback(read(exchange.body()))) {
            throw Problem.invalid(
                    404,
                    "unknown_request",
                    "The request_id is not that of a recent answer without a score, or router.feedback is not enabled.");
        }
        exchange.json(200, ACCEPTED);
    }

    private static Feedback read(byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw Problem.invalid(413, "request_too_large", "Expected at most 65536 bytes, found more.");
        }
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException malformed) {
            throw wrong("a JSON object");
        }
        JsonNode id = root.path("request_id");
        JsonNode score = root.path("score");
        JsonNode comment = root.path("comment");
        if (!id.isString() || id.asString().isBlank()) {
            throw wrong("request_id, the id of an answer as x-llmrouter-request-id tells it");
        }
        if (!score.isNumber() || !(score.asDouble() >= 0 && score.asDouble() <= 1)) {
            throw wrong("score, a number from 0 to 1");
        }
        return new Feedback(
                id.asString(),
                score.asDouble(),
                comment.isString() ? comment.asString() : null,
                tags(root.path("tags")));
    }

    private static Map<String, String> tags(JsonNode node) {
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw wrong("tags, an object of texts");
        }
        var tags = new HashMap<String, String>();
        node.properties().forEach(tag -> {
            if (!tag.getValue().isString()) {
                throw wrong("tags, an object of texts");
            }
            tags.put(tag.getKey(), tag.getValue().asString());
        });
        return tags;
    }

    private static Problem wrong(String expected) {
        return Problem.invalid(400, "invalid_feedback", "Expected " + expected + ".");
    }
}
