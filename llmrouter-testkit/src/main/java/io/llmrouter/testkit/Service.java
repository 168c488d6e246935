package io.llmrouter.testkit;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records requests and answers them. Safe for concurrent use. */
final class Service {
    private static final String JSON = "application/json";

    private final Scripts scripts;
    private final RequestLog log;
    private final AtomicLong answers = new AtomicLong();

    Service(Scripts scripts, RequestLog log) {
        this.scripts = scripts;
        this.log = log;
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Reply {
        Ending write(PeerInput in, HttpWriter out) throws IOException;
    }

    /** A recorded request that waits for its answer. */
    record Call(RecordedRequest recorded, Reply reply) {}

    /** Records a request. */
    Call receive(HttpRequest http, int connection) {
        Endpoint endpoint = Endpoint.of(http);
        Call call = endpoint.kind() == Endpoint.Kind.CHAT
                ? chat(http, endpoint, connection)
                : other(http, endpoint, connection);
        log.add(call.recorded());
        return call;
    }

    private Call chat(HttpRequest http, Endpoint endpoint, int connection) {
        ProviderFormat format = format(endpoint.format());
        ReceivedRequest asked;
        try {
            asked = format.decode(http);
        } catch (LlmRouterException notARequest) {
            var recorded = new RecordedRequest(http, format.kind(), endpoint.model(), false, null, connection);
            return new Call(recorded, (in, out) -> refuse(format, out, 400, notARequest.summary()));
        }
        String model = asked.request().model().orElse("");
        var recorded = new RecordedRequest(http, format.kind(), model, asked.stream(), asked.request(), connection);
        return new Call(recorded, (in, out) -> answer(format, recorded, asked, in, out));
    }

    private Ending answer(
            ProviderFormat format, RecordedRequest recorded, ReceivedRequest asked, PeerInput in, HttpWriter out)
            throws IOException {
        Answer answer;
        try {
            answer = scripts.next(recorded);
        } catch (RuntimeException | AssertionError e) {
            return refuse(format, out, 500, "The test's own function for the model failed: " + e);
        }
        String id = (format.kind() == WireKind.ANTHROPIC ? "msg_" : "chatcmpl-") + answers.incrementAndGet();
        return ChatAnswer.write(new Exchange(format, recorded, asked, answer, id, in, out));
    }

    private static Ending refuse(ProviderFormat format, HttpWriter out, int status, String message) throws IOException {
        out.whole(status, JSON, format.errorHeaders(status, null), format.error(status, null, message));
        return Ending.KEEP_ALIVE;
    }

    private Call other(HttpRequest http, Endpoint endpoint, int connection) {
        return switch (endpoint.kind()) {
            case MODELS -> {
                var body = SideEndpoints.models(scripts.models());
                yield new Call(record(http, "", connection), (in, out) -> whole(out, body));
            }
            case EMBEDDINGS -> embeddings(http, connection);
            default -> {
                String message = "Unknown request URL: " + http.method() + " " + http.path();
                yield new Call(
                        record(http, "", connection), (in, out) -> refuse(format(WireKind.OPENAI), out, 404, message));
            }
        };
    }

    private Call embeddings(HttpRequest http, int connection) {
        try {
            var embeddings = SideEndpoints.embeddings(http.body());
            RecordedRequest recorded = record(http, embeddings.model(), connection);
            return new Call(recorded, (in, out) -> {
                var asked = new ReceivedRequest(ChatRequest.of(""), false, false);
                var exchange = new Exchange(
                        format(WireKind.OPENAI), recorded, asked, scripts.next(recorded), "embeddings", in, out);
                Optional<Ending> fault = new WholeFaults(exchange).happen();
                return fault.isPresent() ? fault.get() : whole(out, embeddings.body());
            });
        } catch (IllegalArgumentException notARequest) {
            String message = String.valueOf(notARequest.getMessage());
            return new Call(
                    record(http, "", connection), (in, out) -> refuse(format(WireKind.OPENAI), out, 400, message));
        }
    }

    private static RecordedRequest record(HttpRequest http, String model, int connection) {
        return new RecordedRequest(http, WireKind.OPENAI, model, false, null, connection);
    }

    private static Ending whole(HttpWriter out, ObjectNode body) throws IOException {
        out.whole(200, JSON, Map.of(), JsonMapper.shared().writeValueAsBytes(body));
        return Ending.KEEP_ALIVE;
    }

    private static ProviderFormat format(WireKind kind) {
        return switch (kind) {
            case OPENAI -> SseFormat.openAi();
            case ANTHROPIC -> SseFormat.anthropic();
            case BEDROCK -> new BedrockFormat();
        };
    }
}
