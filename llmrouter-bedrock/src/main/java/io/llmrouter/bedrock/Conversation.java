package io.llmrouter.bedrock;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/**
 * The messages of a request as Bedrock's turns: they alternate, begin with the user's, and hold no blank text; the
 * results of tools stand at the beginning of their turn.
 */
final class Conversation {
    private final ModelFamily family;
    private final ContentBlocks blocks;
    private final List<SystemContentBlock> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> toolNames = new LinkedHashSet<>();
    private boolean toolBlocks;

    Conversation(List<Message> messages, ModelFamily family) {
        this.family = family;
        this.blocks = new ContentBlocks(family);
        messages.forEach(this::add);
        if (turns.isEmpty()) {
            throw BedrockErrors.invalid(
                    "Expected at least one user message that is not blank, found none", "Add a user message.");
        }
        if (turns.get(0).role == ConversationRole.ASSISTANT) {
            // A history cut at its beginning: Bedrock refuses to begin with the model's turn.
            turns.add(0, new Turn(ConversationRole.USER, List.of(ContentBlock.fromText("Continue."))));
        }
        turns.forEach(Turn::putResultsFirst);
        turns.get(turns.size() - 1).trimPrefill();
    }

    List<SystemContentBlock> system() {
        return system;
    }

    List<software.amazon.awssdk.services.bedrockruntime.model.Message> messages() {
        return turns.stream().map(Turn::message).toList();
    }

    /** Whether any turn calls a tool or holds a result: Bedrock then demands the tools' descriptions. */
    boolean hasToolBlocks() {
        return toolBlocks;
    }

    /** The tools that were called, in the order of their first call. */
    Set<String> toolNames() {
        return toolNames;
    }

    /** Whether the model's last turn called tools without the thinking that led to it, so that thinking cannot go on. */
    boolean lastCallsLackThinking() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            if (turn.role == ConversationRole.ASSISTANT) {
                return turn.blocks.stream().anyMatch(block -> block.toolUse() != null)
                        && turn.blocks.get(0).reasoningContent() == null;
            }
        }
        return false;
    }

    private void add(Message message) {
        if (message instanceof SystemMessage instructions) {
            instructions.content().forEach(this::addInstruction);
        } else if (message instanceof ToolMessage result) {
            toolBlocks = true;
            append(ConversationRole.USER, List.of(ContentBlock.fromToolResult(blocks.toolResult(result))));
            result.content().stream()
                    .filter(Content.CachePoint.class::isInstance)
                    .forEach(point -> append(ConversationRole.USER, point));
        } else {
            var role = message instanceof AssistantMessage ? ConversationRole.ASSISTANT : ConversationRole.USER;
            message.content().forEach(part -> append(role, part));
        }
    }

    private void addInstruction(Content part) {
        if (part instanceof Content.Text text) {
            if (!text.text().isBlank()) {
                system.add(SystemContentBlock.fromText(Unicode.wellFormed(text.text())));
            }
        } else if (part instanceof Content.CachePoint point) {
            if (family.mayCachePrompts()
                    && !system.isEmpty()
                    && system.get(system.size() - 1).cachePoint() == null) {
                system.add(SystemContentBlock.fromCachePoint(CachePoints.of(point.ttl())));
            }
        } else if (!(part instanceof Content.Other)) {
            throw BedrockErrors.invalid(
                    "A system message may hold only text, found "
                            + part.getClass().getSimpleName(),
                    "Move it to a user message.");
        }
    }

    private void append(ConversationRole role, Content part) {
        if (part instanceof ToolCall call) {
            toolBlocks = true;
            toolNames.add(call.name());
        }
        Optional<ContentBlock> block = blocks.of(part);
        boolean point = part instanceof Content.CachePoint;
        if (block.isPresent() && !(point && !lastTurnMayEndWithPoint(role))) {
            append(role, List.of(block.get()));
        }
    }

    private void append(ConversationRole role, List<ContentBlock> content) {
        if (turns.isEmpty() || turns.get(turns.size() - 1).role != role) {
            turns.add(new Turn(role, content));
        } else {
            turns.get(turns.size() - 1).blocks.addAll(content);
        }
    }

    /** A cache point must follow something, and not another cache point. */
    private boolean lastTurnMayEndWithPoint(ConversationRole role) {
        if (turns.isEmpty() || turns.get(turns.size() - 1).role != role) {
            return false;
        }
        List<ContentBlock> last = turns.get(turns.size() - 1).blocks;
        return last.get(last.size() - 1).cachePoint() == null;
    }

    private static final class Turn {
        final ConversationRole role;
        List<ContentBlock> blocks;

        Turn(ConversationRole role, List<ContentBlock> blocks) {
            this.role = role;
            this.blocks = new ArrayList<>(blocks);
        }

        void putResultsFirst() {
            var results = new ArrayList<ContentBlock>();
            var others = new ArrayList<ContentBlock>();
            boolean interleaved = false;
            for (ContentBlock block : blocks) {
                boolean result = block.toolResult() != null;
                interleaved |= result && !others.isEmpty();
                (result ? results : others).add(block);
            }
            if (interleaved) {
                results.addAll(others);
                blocks = results;
            }
        }

        /** Claude refuses a partial answer that ends in white space. */
        void trimPrefill() {
            int last = blocks.size() - 1;
            String text = blocks.get(last).text();
            if (role == ConversationRole.ASSISTANT && text != null) {
                blocks.set(last, ContentBlock.fromText(text.stripTrailing()));
            }
        }

        software.amazon.awssdk.services.bedrockruntime.model.Message message() {
            return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                    .role(role)
                    .content(blocks)
                    .build();
        }
    }
}
