package io.llmrouter.testkit;

import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeProvider} answers: text, thinking, tool calls, usage, at which pace, and with which fault.
 *
 * <p>The same answer serves all wire formats, streamed or not. Streamed, it comes in chunks: first the thinking, then
 * each piece of the text, then for each tool call its name and the pieces of its arguments. Immutable.
 */
public final class Answer {
    private static final String FAULTY_TEXT =
            "This answer is long enough to be cut: " + "one two three four five six seven eight nine ten ".repeat(6);

    private final Said said;
    private final Pace pace;
    private final Fault fault;

    private Answer(Said said, Pace pace, Fault fault) {
        this.said = said;
        this.pace = pace;
        this.fault = fault;
    }

    /** A text, streamed word by word; may be empty if tool calls are to follow. */
    public static Answer text(String text) {
        return new Answer(Said.text(Objects.requireNonNull(text, "text")), Pace.AT_ONCE, Fault.NONE);
    }

    /** {@code echo: } and the text of the last user message. */
    public static Answer echo() {
        return new Answer(Said.echo(), Pace.AT_ONCE, Fault.NONE);
    }

    /** A fault; where the fault lets text through, that of an answer of 68 words. */
    public static Answer fault(Fault fault) {
        return faulty().with(fault);
    }

    /** The text that comes with a fault where the test gives none. */
    static Answer faulty() {
        return text(FAULTY_TEXT.strip());
    }

    /** Also lets the fault happen. */
    public Answer with(Fault fault) {
        return new Answer(said, pace, Objects.requireNonNull(fault, "fault"));
    }

    /** Also calls a tool; several calls come in parallel. */
    public Answer toolCall(String id, String name, String argumentsJson) {
        return saying(said.calling(new ToolCall(id, name, argumentsJson)));
    }

    /** Cuts the arguments of all tool calls so far in pieces of that many characters; 12 unless told. */
    public Answer toolArgumentChunks(int characters) {
        return saying(said.argumentPieces(positive(characters, "characters")));
    }

    /**
     * Also thinks, before the text.
     *
     * @param signature the provider's seal on the thinking, if it gives one
     */
    public Answer thinking(String text, @Nullable String signature) {
        return saying(said.thinking(new Content.Thinking(text, signature, null)));
    }

    /** Reports this usage, in tokens; else it is estimated from the lengths, and reported. */
    public Answer usage(long inputTokens, long outputTokens) {
        return usage(Usage.reported(inputTokens, outputTokens));
    }

    /** Reports this usage. */
    public Answer usage(Usage usage) {
        return saying(said.usage(Objects.requireNonNull(usage, "usage")));
    }

    /** Reports no usage; Anthropic's format, which always has the object, reports zeros. */
    public Answer noUsage() {
        return usage(Usage.UNKNOWN);
    }

    /** Stops for this reason; else for {@code TOOL_CALLS} if there are some, or {@code STOP}. */
    public Answer finish(FinishReason reason) {
        return saying(said.finish(Objects.requireNonNull(reason, "reason")));
    }

    /** Replaces the text by these pieces, streamed exactly so. */
    public Answer chunks(String... pieces) {
        return saying(said.chunks(List.of(pieces)));
    }

    /** Waits before anything is sent. */
    public Answer after(Duration pause) {
        return at(pace.after(Objects.requireNonNull(pause, "pause")));
    }

    /** Waits between the head and the first piece of a stream, or before a plain answer. */
    public Answer firstTokenAfter(Duration pause) {
        return at(pace.firstToken(Objects.requireNonNull(pause, "pause")));
    }

    /** Waits between two pieces of a stream. */
    public Answer between(Duration pause) {
        return at(pace.between(Objects.requireNonNull(pause, "pause")));
    }

    /**
     * Writes the body in slices of that many bytes, so that events and characters arrive cut anywhere.
     *
     * <p>In a stream every slice is an HTTP chunk of its own.
     */
    public Answer writeSize(int bytes) {
        return at(pace.writeSize(positive(bytes, "bytes")));
    }

    Said said() {
        return said;
    }

    Pace pace() {
        return pace;
    }

    /** The fault; {@link Fault#NONE} if nothing goes wrong. */
    Fault fault() {
        return fault;
    }

    private Answer saying(Said other) {
        return new Answer(other, pace, fault);
    }

    private Answer at(Pace other) {
        return new Answer(said, other, fault);
    }

    private static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
        return value;
    }
}
