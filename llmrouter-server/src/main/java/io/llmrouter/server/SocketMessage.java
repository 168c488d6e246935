package io.llmrouter.server;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Understands what a client writes on a {@link ChatSocket}. */
final class SocketMessage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_ID = 200;

    private SocketMessage() {}

    /**
     * A chat to be begun.
     *
     * @param key the client's id of it; empty if it gave none
     * @param received the request
     * @param frames how its answer is written
     */
    record Chat(String key, ReceivedRequest received, SocketFrames frames) {}

    /** What the message asks of the socket; an error frame if it asks nothing sensible. */
    static Consumer<ChatSocket> read(ServerContext context, byte[] message) {
        SocketFrames frames = new SocketFrames.Json(context, "");
        try {
            // Also checks the bounds: depth, and well-formed text.
            if (!(JSON.readTree(message) instanceof ObjectNode fields)) {
                throw Problem.invalid(400, "malformed_request", "Expected a JSON object, found something else.");
            }
            String id = id(fields.remove("id"));
            frames = new SocketFrames.Json(context, id);
            JsonNode type = fields.get("type");
            if (type != null && type.isString() && !fields.has("message") && !fields.has("messages")) {
                return control(type.stringValue(), id);
            }
            fields.remove("type");
            frames = fields.has("messages") ? new SocketFrames.Sse(context, id) : frames;
            byte[] chat = frames instanceof SocketFrames.Sse ? JSON.writeValueAsBytes(fields) : ofMessage(fields);
            var begun = new Chat(id, context.openAi().decodeRequest(chat), frames);
            return socket -> socket.begin(begun);
        } catch (JacksonException notJson) {
            var problem = Problem.invalid(400, "malformed_request", "Expected a JSON object, found something else.");
            return say(frames.problem(problem));
        } catch (Problem problem) {
            return say(frames.problem(problem));
        } catch (LlmRouterException refused) {
            return say(frames.error(refused));
        }
    }

    private static Consumer<ChatSocket> say(String frame) {
        return socket -> socket.send(frame);
    }

    private static Consumer<ChatSocket> control(String type, String id) {
        return switch (type) {
            case "cancel" -> socket -> socket.cancel(id.isEmpty() ? null : id);
            case "ping" -> {
                ObjectNode pong = JSON.createObjectNode().put("type", "pong");
                if (!id.isEmpty()) {
                    pong.put("id", id);
                }
                yield say(pong.toString());
            }
            default -> throw Problem.invalid(400, "unknown_type", "Expected the type cancel or ping, or a message.");
        };
    }

    private static String id(@Nullable JsonNode id) {
        String text = id == null || id.isNull() ? "" : id.isString() ? id.stringValue() : id.toString();
        if (text.length() > LONGEST_ID) {
            throw Problem.invalid(400, "id_too_long", "Expected an id of at most " + LONGEST_ID + " characters.");
        }
        return text;
    }

    /** The one message as a chat. */
    private static byte[] ofMessage(ObjectNode fields) {
        JsonNode message = fields.remove("message");
        if (message == null || !message.isString()) {
            throw Problem.invalid(
                    400, "missing_message", "Expected a text in 'message', or a list of messages in 'messages'.");
        }
        fields.putArray("messages").addObject().put("role", "user").put("content", message.stringValue());
        return JSON.writeValueAsBytes(fields);
    }
}
