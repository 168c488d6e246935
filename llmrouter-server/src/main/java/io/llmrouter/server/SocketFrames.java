package io.llmrouter.server;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.StreamEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How one answer is written on a WebSocket. Not safe for concurrent use; an empty frame is not sent. */
interface SocketFrames {

    /** Who answers. */
    List<String> start(RoutingReport soFar);

    List<String> delta(Delta delta);

    /** The answer begins anew; {@code null} if clients of this kind cannot be told. */
    @Nullable
    String restart();

    List<String> complete(ChatResponse response);

    String error(LlmRouterException error);

    String problem(Problem problem);

    /** Plain objects: pieces in {@code content}, and a last one with {@code done}. */
    final class Json implements SocketFrames {
        private static final JsonMapper JSON = new JsonMapper();

        private final ServerContext context;
        private final String id;

        Json(ServerContext context, String id) {
            this.context = context;
            this.id = id;
        }

        private ObjectNode frame() {
            ObjectNode frame = JSON.createObjectNode();
            return id.isEmpty() ? frame : frame.put("id", id);
        }

        @Override
        public List<String> start(RoutingReport soFar) {
            return List.of();
        }

        @Override
        public List<String> delta(Delta delta) {
            if (delta instanceof Delta.Text text) {
                return text.text().isEmpty()
                        ? List.of()
                        : List.of(frame().put("content", text.text()).toString());
            } else if (delta instanceof Delta.Reasoning thinking) {
                return List.of(frame().put("reasoning", thinking.text()).toString());
            }
            var call = (Delta.ToolCall) delta;
            ObjectNode frame = frame();
            frame.putObject("tool_call")
                    .put("index", call.index())
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
            return List.of(frame.toString());
        }

        @Override
        public String restart() {
            return frame().put("restart", true).toString();
        }

        @Override
        public List<String> complete(ChatResponse response) {
            ObjectNode frame = frame().put("done", true);
            frame.put("finish_reason", response.finishReason().name().toLowerCase(Locale.ROOT));
            if (response.usage().isKnown()) {
                frame.putObject("usage")
                        .put("prompt_tokens", response.usage().inputTokens())
                        .put("completion_tokens", response.usage().outputTokens())
                        .put("total_tokens", response.usage().totalTokens());
            }
            ReportHeaders.put(frame, response.routing());
            return List.of(frame.toString());
        }

        @Override
        public String error(LlmRouterException error) {
            return failed(context.openAi().encodeError(error));
        }

        @Override
        public String problem(Problem problem) {
            return failed(problem.encode(false));
        }

        private String failed(byte[] error) {
            ObjectNode frame = frame();
            frame.set("error", JSON.readTree(error).get("error"));
            return frame.put("done", true).toString();
        }
    }

    /** The events of OpenAI's streams, each a frame; the chunks bear the client's id. */
    final class Sse implements SocketFrames {
        private static final String DONE = "data: [DONE]";

        private final ServerContext context;
        private final String id;
        private @Nullable StreamEncoder encoder;

        Sse(ServerContext context, String id) {
            this.context = context;
            this.id = id;
        }

        @Override
        public List<String> start(RoutingReport soFar) {
            if (encoder != null) {
                return List.of();
            }
            String shown = id.isEmpty() ? "chatcmpl-" + soFar.requestId() : id;
            StreamEncoder made = context.openAi().streamEncoder(shown, soFar.model(), true);
            encoder = made;
            return events(made.start());
        }

        @Override
        public List<String> delta(Delta delta) {
            return encoder == null ? List.of() : events(encoder.delta(delta));
        }

        @Override
        public @Nullable String restart() {
            return null;
        }

        @Override
        public List<String> complete(ChatResponse response) {
            var frames = new ArrayList<>(start(response.routing()));
            if (encoder != null) {
                frames.addAll(events(encoder.complete(response)));
            }
            return frames;
        }

        @Override
        public String error(LlmRouterException error) {
            return failed(context.openAi().encodeError(error));
        }

        @Override
        public String problem(Problem problem) {
            return failed(problem.encode(false));
        }

        private String failed(byte[] error) {
            return "data: " + new String(error, StandardCharsets.UTF_8) + ending();
        }

        private List<String> events(byte[] stream) {
            var frames = new ArrayList<String>();
            for (String event : new String(stream, StandardCharsets.UTF_8).split("\n\n", -1)) {
                if (event.equals(DONE)) {
                    frames.add(DONE + ending());
                } else if (!event.isEmpty()) {
                    frames.add(event + "\n\n");
                }
            }
            return frames;
        }

        /** What bears no id of its own has it as the event's. */
        private String ending() {
            return id.isEmpty() ? "\n\n" : "\nid: " + id.replaceAll("\\p{Cntrl}", " ") + "\n\n";
        }
    }
}
