package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a whole answer in OpenAI's format. */
final class OpenAiResponseDecoder {
    /** Later than any true time, and still a valid {@link Instant}. */
    static final long MAX_SECONDS = 253_402_300_799L;

    private OpenAiResponseDecoder() {}

    static ChatResponse decode(byte[] bytes) {
        JsonNode tree = Json.response(bytes);
        if (!(tree instanceof ObjectNode object)) {
            throw ProviderErrors.notAnAnswer("expected a chat completion in JSON, found "
                    + (bytes.length == 0 ? "an empty body" : Excerpt.of(bytes)));
        }
        if (!object.has("choices") && ProviderErrors.isIn(object)) {
            throw ProviderErrors.inBody(object);
        }
        Fields body = Fields.lenient(object);
        JsonNode list = body.array("choices");
        List<Choice> choices = list == null ? List.of() : choices(list);
        if (choices.isEmpty()) {
            throw ProviderErrors.notAnAnswer("expected a chat completion with at least one choice, found none");
        }
        body.drop("object");
        String id = body.requiredText("id");
        String model = body.requiredText("model");
        ChatResponse.Builder response =
                ChatResponse.builder().id(id).model(model).choices(choices);
        Long created = body.integer("created", 0, MAX_SECONDS);
        if (created != null) {
            response.created(Instant.ofEpochSecond(created));
        }
        Usage usage = OpenAiUsage.decode(body.take("usage"));
        return response.usage(OpenAiUsage.inTier(usage, body.peek("service_tier")))
                .extras(body.extras(OpenAiParts.FORMAT))
                .build();
    }

    private static List<Choice> choices(JsonNode list) {
        var choices = new ArrayList<Choice>(list.size());
        for (JsonNode node : list.values()) {
            if (node instanceof ObjectNode object && object.path("message").isObject()) {
                ProviderErrors.refuseFailed(object);
                choices.add(choice(Fields.lenient(object), choices.size()));
            }
        }
        return choices;
    }

    private static Choice choice(Fields choice, int position) {
        Long index = choice.integer("index", 0, Integer.MAX_VALUE);
        Fields fields = choice.object("message");
        AssistantMessage message =
                fields == null ? new AssistantMessage(List.of()) : OpenAiAssistant.decode(fields, false);
        JsonNode wire = choice.peek("finish_reason");
        FinishReason reason = wire == null || !wire.isString()
                ? (message.toolCalls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS)
                : OpenAiFinish.decode(wire.stringValue());
        if (reason != FinishReason.OTHER) {
            choice.drop("finish_reason");
        }
        return new Choice(
                index == null ? position : index.intValue(), message, reason, choice.extras(OpenAiParts.FORMAT));
    }

    /** Where the extra fields say why the model stopped, in words that only this format knows. */
    static String finishReason(Choice choice) {
        RawJson own = choice.extras().forFormat(OpenAiParts.FORMAT).get("finish_reason");
        JsonNode text = choice.finishReason() == FinishReason.OTHER && own != null ? Json.parse(own.text()) : null;
        return text != null && text.isString() ? text.stringValue() : OpenAiFinish.encode(choice.finishReason());
    }
}
