package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.RawJson;
import java.util.List;
import java.util.Map;

/** Writes a whole answer in Anthropic's format, which knows one choice only: the first. */
final class AnthropicResponseEncoder {
    private static final String FORMAT = AnthropicBlocks.FORMAT;

    private AnthropicResponseEncoder() {}

    static byte[] encode(ChatResponse response) {
        Choice choice = response.choices().get(0);
        var json = new JsonOut();
        json.object().text("id", Ids.orNew(response.id(), "msg_")).text("type", "message");
        json.text("role", "assistant").text("model", response.model()).array("content");
        var blocks = new AnthropicBlockWriter(json);
        Map<String, RawJson> messageExtras = choice.message().extras().forFormat(FORMAT);
        List<Content> parts = AnthropicBlockWriter.partsOf(choice.message());
        for (int i = 0; i < parts.size(); i++) {
            Content part = parts.get(i);
            Content said = part instanceof Content.Other other ? ForeignParts.understood(other, FORMAT) : part;
            if (said != null && isAnswer(said)) {
                blocks.write(said, null, messageExtras, "content[" + i + "]");
            }
        }
        json.endArray().text("stop_reason", AnthropicStop.of(choice));
        AnthropicStop.encodeBeside(json, choice);
        AnthropicUsage.encode(json, response.usage());
        return json.extras(response.extras(), FORMAT, "response").endObject().toBytes();
    }

    private static boolean isAnswer(Content part) {
        return !(part instanceof Content.CachePoint)
                && !(part instanceof Content.Audio)
                && !(part instanceof Content.Text text && text.text().isEmpty());
    }
}
