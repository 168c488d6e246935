package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Content;
import io.llmrouter.api.Content.CachePoint;
import io.llmrouter.api.Extras;
import io.llmrouter.api.Message;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.ToolMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as Anthropic's format has it: the instructions apart, and turns that alternate.
 *
 * <p>Neighbouring messages of one role become one turn, so the results of one turn's tool calls come together.
 */
final class AnthropicTurns {
    private static final String FORMAT = AnthropicBlocks.FORMAT;

    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    static AnthropicTurns of(List<Message> messages) {
        var conversation = new AnthropicTurns();
        for (int i = 0; i < messages.size(); i++) {
            conversation.add(messages.get(i), "messages[" + i + "]");
        }
        return conversation;
    }

    List<Block> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    private void add(Message message, String where) {
        if (message instanceof SystemMessage) {
            mark(system, addAll(system, message.content(), false, where));
        } else if (message instanceof ToolMessage result) {
            var nested = new ArrayList<Block>();
            CachePoint cache = addAll(nested, result.content(), false, where);
            Turn turn = turn("user", Extras.NONE);
            turn.blocks.add(new Block(null, new Result(result, nested), cache, where));
        } else {
            boolean assistant = message instanceof AssistantMessage;
            List<Content> content =
                    message instanceof AssistantMessage said ? AnthropicBlockWriter.partsOf(said) : message.content();
            var blocks = new ArrayList<Block>();
            CachePoint cache = addAll(blocks, content, assistant, where);
            if (!blocks.isEmpty()) {
                turn(assistant ? "assistant" : "user", message.extras()).blocks.addAll(blocks);
            }
            if (!turns.isEmpty()) {
                mark(turns.get(turns.size() - 1).blocks, cache);
            }
        }
    }

    private Turn turn(String role, Extras extras) {
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last == null || !last.role.equals(role)) {
            last = new Turn(role);
            turns.add(last);
        }
        last.addExtras(extras);
        return last;
    }

    /** Adds the parts that have a form in Anthropic's format; gives back a cache point after the last. */
    private static @Nullable CachePoint addAll(
            List<Block> out, List<Content> content, boolean assistant, String where) {
        CachePoint trailing = null;
        for (int i = 0; i < content.size(); i++) {
            Content part = content.get(i);
            if (part instanceof CachePoint cache) {
                trailing = cache;
                continue;
            }
            Content said = part instanceof Content.Other other ? ForeignParts.understood(other, FORMAT) : part;
            if (said == null || isRefused(said)) {
                continue;
            }
            mark(out, trailing);
            trailing = null;
            boolean fits = !assistant || !(said instanceof Content.Image || said instanceof Content.Audio);
            if (fits) {
                out.add(new Block(said, null, null, where + ".content[" + i + "]"));
            }
        }
        return trailing;
    }

    private static void mark(List<Block> blocks, @Nullable CachePoint cache) {
        if (cache != null && !blocks.isEmpty()) {
            Block last = blocks.remove(blocks.size() - 1);
            blocks.add(new Block(last.part, last.result, cache, last.where));
        }
    }

    /** Anthropic refuses blank text, and thinking that its own model has not sealed. */
    private static boolean isRefused(Content part) {
        if (part instanceof Content.Thinking thinking && thinking.redacted() == null) {
            return thinking.signature() == null || thinking.signature().isEmpty();
        }
        return part instanceof Content.Text text && text.text().isBlank();
    }

    /** One turn. */
    static final class Turn {
        private final String role;
        private final List<Block> blocks = new ArrayList<>();
        private final Map<String, RawJson> extras = new LinkedHashMap<>();

        private Turn(String role) {
            this.role = role;
        }

        private void addExtras(Extras more) {
            more.forFormat(FORMAT).forEach(extras::putIfAbsent);
        }

        String role() {
            return role;
        }

        List<Block> blocks() {
            return blocks;
        }

        Map<String, RawJson> extras() {
            return extras;
        }
    }

    /** A block: a part, or the result of a tool. */
    record Block(
            @Nullable Content part,
            @Nullable Result result,
            @Nullable CachePoint cache,
            String where) {}

    /** The result of a tool. */
    record Result(ToolMessage message, List<Block> blocks) {}
}
