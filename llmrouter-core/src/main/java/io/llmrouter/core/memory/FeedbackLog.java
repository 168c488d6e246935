package io.llmrouter.core.memory;

import io.llmrouter.api.Feedback;
import io.llmrouter.core.files.LineReader;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A file of JSON Lines with the scores of answers, each with the probability with which its model was chosen: what an
 * estimate of another policy needs. Safe for concurrent use; {@link #add} never waits.
 */
public final class FeedbackLog implements AutoCloseable {
    /** How large it may grow where nothing else is configured. */
    public static final long MAX_BYTES = 64L << 20;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_QUEUE = 10_000;
    private static final int LONGEST_COMMENT = 2_000;
    private static final int MOST_TAGS = 16;
    private static final int LONGEST_TAG = 200;

    private final MemoryWriter writer;

    private FeedbackLog(MemoryWriter writer) {
        this.writer = writer;
    }

    /**
     * A score with what it is of.
     *
     * @param strategy who chose
     * @param chosen the model that was chosen
     * @param propensity with what probability; {@code null} if the strategy does not say
     * @param model the model that answered
     */
    public record Entry(
            Instant time,
            Feedback feedback,
            String strategy,
            String chosen,
            @Nullable Double propensity,
            String model) {}

    /**
     * Opens a log; the file is created with the first score.
     *
     * @param maxBytes how large it may grow before it is renamed to {@code .1} at its end, in place of the one before
     */
    public static FeedbackLog open(Path file, long maxBytes) {
        Logger log = System.getLogger(FeedbackLog.class.getName());
        boolean onNewLine = true;
        try {
            onNewLine = !Files.isRegularFile(file)
                    || LineReader.read(file, 1, (line, length) -> true).endsWithLine();
        } catch (IOException failure) {
            log.log(Level.WARNING, () -> file + " cannot be read", failure);
        }
        return new FeedbackLog(new MemoryWriter(file, maxBytes, onNewLine, LONGEST_QUEUE, log));
    }

    /** Has a score written. */
    public void add(Entry entry) {
        writer.append(() -> line(entry).getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Entry entry) {
        Feedback feedback = entry.feedback();
        var line = new StringWriter(); // takes half a surrogate pair, which a stream of bytes would refuse
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("time", entry.time().toString());
            json.writeStringProperty("request_id", feedback.requestId());
            json.writeStringProperty("model", entry.model());
            json.writeStringProperty("chosen", entry.chosen());
            json.writeStringProperty("strategy", entry.strategy());
            if (entry.propensity() != null) {
                json.writeNumberProperty("propensity", entry.propensity());
            }
            json.writeNumberProperty("score", feedback.score());
            if (feedback.comment() != null) {
                json.writeStringProperty("comment", cut(feedback.comment(), LONGEST_COMMENT));
            }
            if (!feedback.tags().isEmpty()) {
                json.writeObjectPropertyStart("tags");
                feedback.tags().entrySet().stream()
                        .limit(MOST_TAGS)
                        .forEach(tag -> json.writeStringProperty(
                                cut(tag.getKey(), LONGEST_TAG), cut(tag.getValue(), LONGEST_TAG)));
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return line + "\n";
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** Writes what is waiting, for at most a second. */
    @Override
    public void close() {
        writer.close();
    }
}
