package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.RawJson;
import java.util.Map;

/** Writes a whole answer in OpenAI's format. */
final class OpenAiResponseEncoder {
    private static final String FORMAT = OpenAiParts.FORMAT;

    private OpenAiResponseEncoder() {}

    static byte[] encode(ChatResponse response) {
        var json = new JsonOut();
        json.object().text("id", Ids.orNew(response.id(), "chatcmpl-")).text("object", "chat.completion");
        json.number("created", response.created().getEpochSecond()).text("model", response.model());
        json.array("choices");
        for (Choice choice : response.choices()) {
            encode(json, choice);
        }
        json.endArray();
        OpenAiUsage.encode(json, response.usage());
        return json.extras(response.extras(), FORMAT, "response").endObject().toBytes();
    }

    private static void encode(JsonOut json, Choice choice) {
        json.object().number("index", choice.index());
        json.object("message").text("role", "assistant");
        OpenAiAssistant.encode(json, choice.message(), OpenAiAssistant.Thinking.ALL, "message");
        json.endObject().text("finish_reason", OpenAiResponseDecoder.finishReason(choice));
        Map<String, RawJson> extras = choice.extras().forFormat(FORMAT);
        if (!extras.containsKey("logprobs")) {
            json.nil("logprobs");
        }
        json.extras(choice.extras(), FORMAT, "choice").endObject();
    }
}
