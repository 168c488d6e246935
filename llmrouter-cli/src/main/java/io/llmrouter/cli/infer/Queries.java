package io.llmrouter.cli.infer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The queries of an input, read one by one: however large a file, one query of it is held.
 *
 * <p>Whatever cannot be read throws an {@link io.llmrouter.api.error.InvalidRequestException} with file and line.
 */
public interface Queries extends AutoCloseable {
    /** The most bytes or characters of one query. */
    int LONGEST = 10_000_000;

    /** The next query; empty after the last. */
    Optional<Query> next();

    @Override
    void close();

    /** One query. */
    static Queries of(String query) {
        return new SingleQuery(new Query(query, null));
    }

    /** The whole of a stream as one query. */
    static Queries ofWhole(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw InputError.at("standard input", 0, "at most " + LONGEST + " bytes", "more");
            }
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw InputError.at("standard input", 0, "a query", "nothing");
            }
            return new SingleQuery(new Query(text, null));
        } catch (IOException e) {
            throw InputError.at("standard input", 0, "a query", "what cannot be read: " + e.getMessage());
        }
    }

    /** A stream with one query a line. */
    static Queries ofLines(InputStream in) {
        return new LineQueries(new Lines(in, "standard input"), LineQueries.Form.TEXT);
    }

    /**
     * A file: {@code .json} (a list of texts, or of objects with {@code query}), {@code .jsonl} (one of these a line),
     * or any other with one query a line.
     */
    static Queries ofFile(Path file) {
        String name = file.toString();
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            if (Files.isDirectory(file)) {
                throw InputError.at(name, 0, "a file with queries", "a folder");
            }
            InputStream in = Files.newInputStream(file);
            if (lower.endsWith(".json")) {
                return new JsonQueries(in, name);
            }
            return new LineQueries(
                    new Lines(in, name), lower.endsWith(".jsonl") ? LineQueries.Form.JSON : LineQueries.Form.TEXT);
        } catch (IOException e) {
            String found = Files.exists(file) ? "one that cannot be read: " + e.getMessage() : "no such file";
            throw InputError.at(name, 0, "a file with queries", found);
        }
    }
}
