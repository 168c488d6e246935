package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What providers report, what tokens that is, and what it costs: the vectors of {@code bills.json}, whose sums were made
 * by hand, through real sockets and the real providers.
 */
class ProviderBillsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<Named<JsonNode>> bills() throws IOException {
        try (InputStream file = Objects.requireNonNull(ProviderBillsTest.class.getResourceAsStream("bills.json"))) {
            return JSON.readTree(file).valueStream().map(bill -> Named.of(text(bill, "name"), bill));
        }
    }

    @ParameterizedTest
    @MethodSource("bills")
    void aCallCostsWhatItsUsageSays(JsonNode bill) throws Exception {
        try (var provider = new VerbatimProvider(streamed -> streamed ? streamed(bill) : whole(bill));
                Router router = router(bill, provider)) {
            check(router.chat(ChatRequest.of("hi")), bill);

            var answer = new CompletableFuture<ChatResponse>();
            router.stream(ChatRequest.of("hi"), new Answered(answer));
            check(answer.get(10, TimeUnit.SECONDS), bill);
        }
    }

    private static void check(ChatResponse response, JsonNode bill) {
        Usage usage = response.usage();
        JsonNode tokens = bill.path("tokens");
        assertThat(usage.source()).isEqualTo(Usage.Source.REPORTED);
        assertThat(usage.inputTokens())
                .as("input")
                .isEqualTo(tokens.path("input").asLong());
        assertThat(usage.outputTokens())
                .as("output")
                .isEqualTo(tokens.path("output").asLong());
        assertThat(usage.cacheReadTokens())
                .as("read")
                .isEqualTo(tokens.path("cache_read").asLong());
        assertThat(usage.cacheWriteTokens())
                .as("written")
                .isEqualTo(tokens.path("cache_write").asLong());
        assertThat(usage.reasoningTokens())
                .as("reasoning")
                .isEqualTo(tokens.path("reasoning").asLong());
        assertThat(response.routing().cost()).isEqualByComparingTo(new BigDecimal(text(bill, "usd")));
    }

    private static Router router(JsonNode bill, VerbatimProvider provider) {
        String format = text(bill, "format");
        Map<?, ?> prices = JSON.convertValue(bill.path("prices"), Map.class);
        return LlmRouter.builder()
                .set("resilience.max_retries", 0)
                .model("m", model -> {
                    model.provider(format).baseUrl(provider.url() + (format.equals("bedrock") ? "" : "/v1"));
                    if (format.equals("bedrock")) {
                        model.awsRegion("us-east-1").set("bearer_token", "k");
                    } else {
                        model.apiKey("k");
                    }
                    prices.forEach((key, value) -> model.set((String) key, Objects.requireNonNull(value)));
                })
                .build();
    }

    private static VerbatimProvider.Body whole(JsonNode bill) {
        String format = text(bill, "format");
        ObjectNode body =
                switch (format) {
                    case "openai" -> object("""
                        {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,
                         "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}]}""");
                    case "anthropic" -> object("""
                        {"id": "x", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
                         "stop_sequence": null, "content": [{"type": "text", "text": "Hello"}]}""");
                    default -> object("""
                        {"output": {"message": {"role": "assistant", "content": [{"text": "Hello"}]}},
                         "stopReason": "end_turn"}""");
                };
        body.set("usage", bill.path("usage"));
        addTier(bill, body);
        return VerbatimProvider.json(body);
    }

    private static void addTier(JsonNode bill, ObjectNode target) {
        if (bill.has("service_tier") && text(bill, "format").equals("bedrock")) {
            target.putObject("serviceTier").put("type", text(bill, "service_tier"));
        } else if (bill.has("service_tier")) {
            target.put("service_tier", text(bill, "service_tier"));
        }
    }

    private static VerbatimProvider.Body streamed(JsonNode bill) {
        return switch (text(bill, "format")) {
            case "openai" -> VerbatimProvider.sse(openAiEvents(bill));
            case "anthropic" -> VerbatimProvider.sse(anthropicEvents(bill));
            default -> VerbatimProvider.eventStream(bedrockEvents(bill));
        };
    }

    private static String openAiEvents(JsonNode bill) {
        String head = "{\"id\": \"x\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"m\", ";
        ObjectNode last = object(head + "\"choices\": []}");
        (bill.has("stream_inside") ? last.putObject(text(bill, "stream_inside")) : last)
                .set("usage", bill.path("usage"));
        addTier(bill, last);
        return event(head
                        + "\"choices\": [{\"index\": 0, \"delta\": {\"role\": \"assistant\", \"content\": \"Hel\"}}]}")
                + event(head + "\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"lo\"}}]}")
                + event(head + "\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]}")
                + event(last.toString())
                + event("[DONE]");
    }

    /** The tokens of the prompt come first, those of the answer last, and the counts of the cache in both. */
    private static String anthropicEvents(JsonNode bill) {
        ObjectNode first = bill.path("usage").deepCopy().asObject().put("output_tokens", 1);
        ObjectNode last = bill.path("usage").deepCopy().asObject();
        last.remove("service_tier");
        last.remove("cache_creation");
        return named(
                        "message_start",
                        "{\"message\": {\"id\": \"x\", \"type\": \"message\", \"role\": \"assistant\","
                                + " \"model\": \"m\", \"content\": [], \"usage\": " + first + "}}")
                + named(
                        "content_block_start",
                        "{\"index\": 0, \"content_block\": {\"type\": \"text\", \"text\": \"\"}}")
                + named(
                        "content_block_delta",
                        "{\"index\": 0, \"delta\": {\"type\": \"text_delta\", \"text\": \"Hello\"}}")
                + named("content_block_stop", "{\"index\": 0}")
                + named("message_delta", "{\"delta\": {\"stop_reason\": \"end_turn\"}, \"usage\": " + last + "}")
                + named("message_stop", "{}");
    }

    private static Map<String, JsonNode> bedrockEvents(JsonNode bill) {
        ObjectNode metadata = object("{\"metrics\": {\"latencyMs\": 1}}");
        metadata.set("usage", bill.path("usage"));
        addTier(bill, metadata);
        var events = new LinkedHashMap<String, JsonNode>();
        events.put("messageStart", object("{\"role\": \"assistant\"}"));
        events.put("contentBlockDelta", object("{\"contentBlockIndex\": 0, \"delta\": {\"text\": \"Hello\"}}"));
        events.put("contentBlockStop", object("{\"contentBlockIndex\": 0}"));
        events.put("messageStop", object("{\"stopReason\": \"end_turn\"}"));
        events.put("metadata", metadata);
        return events;
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String named(String type, String data) {
        ObjectNode object = object(data).put("type", type);
        return "event: " + type + "\ndata: " + object + "\n\n";
    }

    private static ObjectNode object(String json) {
        return JSON.readTree(json).asObject();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }

    /** Waits for the end of a stream. */
    private record Answered(CompletableFuture<ChatResponse> answer) implements StreamingSink {
        @Override
        public void onDelta(Delta delta) {}

        @Override
        public void onComplete(ChatResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(LlmRouterException error) {
            answer.completeExceptionally(error);
        }
    }
}
