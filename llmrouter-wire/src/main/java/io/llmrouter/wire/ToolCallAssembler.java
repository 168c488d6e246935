package io.llmrouter.wire;

import io.llmrouter.api.Delta;
import io.llmrouter.api.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the streamed pieces of one choice's tool calls together.
 *
 * <p>Servers differ: an index may be missing, or the same for all calls; an id or a name may come again with each piece.
 */
final class ToolCallAssembler {
    /** The arguments of a call without any. */
    static final String NO_ARGUMENTS = "{}";

    private final int choice;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Slot> byIndex = new HashMap<>();

    ToolCallAssembler(int choice) {
        this.choice = choice;
    }

    /**
     * Adds a piece.
     *
     * @param index the index on the wire, if any
     * @param id the id; empty counts as absent
     * @param name the tool's name; empty counts as absent
     * @return the call that the piece belongs to
     */
    Slot add(
            @Nullable Integer index,
            @Nullable String id,
            @Nullable String name,
            String arguments,
            Consumer<Delta> out) {
        String callId = id == null || id.isEmpty() ? null : id;
        String toolName = name == null || name.isEmpty() ? null : name;
        Slot slot = find(index, callId, toolName);
        if (slot.id == null) {
            slot.id = callId;
        }
        String piece = slot.joiner.join(arguments);
        slot.arguments.append(piece);
        if (slot.name == null && toolName != null) {
            slot.name = toolName;
            slot.id = slot.id == null ? Ids.toolCall() : slot.id;
            out.accept(new Delta.ToolCall(choice, slot.position, slot.id, toolName, slot.arguments.toString()));
        } else if (slot.name != null && !piece.isEmpty()) {
            out.accept(new Delta.ToolCall(choice, slot.position, null, null, piece));
        }
        return slot;
    }

    private Slot find(@Nullable Integer index, @Nullable String id, @Nullable String name) {
        Slot known = index == null ? byId(id) : byIndex.get(index);
        boolean another = known != null && id != null && name != null && known.id != null && !known.id.equals(id);
        if (known == null && index == null && id == null && name == null && !slots.isEmpty()) {
            known = slots.get(slots.size() - 1);
        }
        if (known == null || another) {
            known = new Slot(slots.size());
            slots.add(known);
            if (index != null) {
                byIndex.put(index, known);
            }
        }
        return known;
    }

    private @Nullable Slot byId(@Nullable String id) {
        for (Slot slot : slots) {
            if (id != null && id.equals(slot.id)) {
                return slot;
            }
        }
        return null;
    }

    /** The calls so far are whole: one without arguments gets an empty object. */
    void close(Consumer<Delta> out) {
        for (Slot slot : slots) {
            String rest = slot.joiner.rest();
            if (rest.isEmpty() && slot.arguments.chars().allMatch(Character::isWhitespace)) {
                rest = NO_ARGUMENTS;
            }
            if (slot.name != null && !rest.isEmpty()) {
                slot.arguments.append(rest);
                out.accept(new Delta.ToolCall(choice, slot.position, null, null, rest));
            }
        }
    }

    /** The calls in the order in which they began. */
    List<ToolCall> calls() {
        var calls = new ArrayList<ToolCall>(slots.size());
        for (Slot slot : slots) {
            if (slot.name != null && slot.id != null) {
                calls.add(new ToolCall(slot.id, slot.name, slot.arguments.toString()));
            }
        }
        return calls;
    }

    /** The calls by their index on the wire. */
    Map<Integer, ToolCall> callsByIndex() {
        Map<Integer, ToolCall> calls = new HashMap<>();
        byIndex.forEach((index, slot) -> {
            if (slot.name != null && slot.id != null) {
                calls.put(index, new ToolCall(slot.id, slot.name, slot.arguments.toString()));
            }
        });
        return calls;
    }

    /** One call. */
    static final class Slot {
        private final int position;
        private @Nullable String id;
        private @Nullable String name;
        private final StringBuilder arguments = new StringBuilder();
        private final SurrogateJoiner joiner = new SurrogateJoiner();

        private Slot(int position) {
            this.position = position;
        }

        int position() {
            return position;
        }
    }
}
