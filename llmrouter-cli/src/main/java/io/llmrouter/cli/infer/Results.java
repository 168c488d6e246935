package io.llmrouter.cli.infer;

import io.llmrouter.cli.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Writes results as they come: one as an object, many as a list, or one a line. */
public final class Results implements AutoCloseable {
    /** How results are written. */
    public enum Format {
        /** An object, or a list of them, with indents. */
        JSON,
        /** One object a line. */
        JSONL
    }

    private final Writer out;
    private final Format format;
    private final @Nullable JsonGenerator list;

    /**
     * Creates a writer of results.
     *
     * @param out flushed after every result, and never closed
     * @param many whether there are several results
     */
    public Results(Writer out, Format format, boolean many) {
        this.out = out;
        this.format = format;
        if (format == Format.JSON && many) {
            list = Json.indented().createGenerator(out);
            list.writeStartArray();
        } else {
            list = null;
        }
    }

    public void write(ObjectNode result) {
        if (list != null) {
            list.writePOJO(result);
            list.flush();
            return;
        }
        var writer = format == Format.JSON ? Json.indented() : Json.mapper().writer();
        end(writer.writeValueAsString(result));
    }

    @Override
    public void close() {
        if (list != null) {
            list.writeEndArray();
            list.close();
            end("");
        }
    }

    private void end(String text) {
        try {
            out.write(text + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
