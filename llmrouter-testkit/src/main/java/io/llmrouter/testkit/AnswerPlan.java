package io.llmrouter.testkit;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Message;
import io.llmrouter.api.Usage;
import java.util.ArrayList;
import java.util.List;

/** An answer to one request: whole, and in the pieces in which it is streamed. */
final class AnswerPlan {
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Said said;
    private final ChatRequest request;
    private final List<String> text;

    AnswerPlan(Answer answer, ChatRequest request) {
        this.said = answer.said();
        this.request = request;
        List<String> pieces = said.text();
        this.text = pieces == null ? Said.words("echo: " + request.lastUserText()) : pieces;
    }

    List<Delta> deltas() {
        var deltas = new ArrayList<Delta>();
        Content.Thinking thinking = said.thinking();
        if (thinking != null) {
            deltas.add(new Delta.Reasoning(0, thinking.text(), thinking.signature()));
        }
        text.forEach(piece -> deltas.add(Delta.text(piece)));
        int index = 0;
        for (Said.Call call : said.calls()) {
            deltas.add(
                    new Delta.ToolCall(0, index, call.call().id(), call.call().name(), ""));
            for (String piece : call.pieces()) {
                deltas.add(new Delta.ToolCall(0, index, null, null, piece));
            }
            index++;
        }
        return deltas;
    }

    ChatResponse response(String id, String model) {
        var content = new ArrayList<Content>();
        if (said.thinking() != null) {
            content.add(said.thinking());
        }
        if (!text.isEmpty()) {
            content.add(Content.text(String.join("", text)));
        }
        said.calls().forEach(call -> content.add(call.call()));
        return ChatResponse.builder()
                .id(id)
                .model(model)
                .choices(List.of(new Choice(0, new AssistantMessage(content), finish(), Extras.NONE)))
                .usage(usage())
                .build();
    }

    private FinishReason finish() {
        FinishReason wanted = said.finish();
        if (wanted != null) {
            return wanted;
        }
        return said.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    private Usage usage() {
        Usage wanted = said.usage();
        if (wanted != null) {
            return wanted;
        }
        long input = 0;
        for (Message message : request.messages()) {
            input += message.text().length();
        }
        long output = text.stream().mapToLong(String::length).sum();
        for (Said.Call call : said.calls()) {
            output += call.call().arguments().length();
        }
        return Usage.reported(tokens(input), tokens(output));
    }

    private static long tokens(long characters) {
        return Math.max(1, (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
    }
}
