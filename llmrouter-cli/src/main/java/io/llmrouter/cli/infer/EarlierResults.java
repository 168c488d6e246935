package io.llmrouter.cli.infer;

import io.llmrouter.cli.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Which queries have a result already, in a file of one result a line. Of each, a few bytes are held. */
final class EarlierResults {
    private final String name;
    private final BitSet known = new BitSet();
    private int[] hashes = new int[1_024];
    private int failed;

    private EarlierResults(String name) {
        this.name = name;
    }

    /** A line of the file; the last may lack its end. */
    private static final class Line {
        final byte[] bytes;
        final boolean ended;

        Line(byte[] bytes, boolean ended) {
            this.bytes = bytes;
            this.ended = ended;
        }
    }

    /**
     * Reads a file, and repairs it if its last line was not written whole. No file is a file without results.
     *
     * @param dropFailed whether to take the results of failures out of the file
     */
    static EarlierResults of(Path file, boolean dropFailed) throws IOException {
        var results = new EarlierResults(file.toString());
        if (Files.exists(file)) {
            results.read(file);
            if (dropFailed && results.failed > 0) {
                results.dropFailed(file);
            }
        }
        return results;
    }

    /** Whether a query has a result; a result of another query in its place is an error. */
    boolean have(int index, String query) {
        if (!known.get(index)) {
            return false;
        }
        if (hashes[index] != query.hashCode()) {
            throw InputError.at(
                    name, 0, "the results of this input", "at index " + index + " the result of another query");
        }
        return true;
    }

    int count() {
        return known.cardinality();
    }

    int failed() {
        return failed;
    }

    private void read(Path file) throws IOException {
        long whole = 0;
        boolean endMissing = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long number = 0;
            for (Line line = next(in); line.ended || line.bytes.length > 0; line = next(in)) {
                number++;
                Optional<JsonNode> result = result(line.bytes);
                if (result.isPresent()) {
                    remember(result.get());
                } else if (line.ended) {
                    String expected = "a result with 'index' and 'query', as --input writes them with jsonl";
                    throw InputError.at(name, number, expected, "something else");
                } else {
                    break;
                }
                whole += line.bytes.length + (line.ended ? 1 : 0);
                endMissing = !line.ended;
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
        }
        if (endMissing) {
            Files.writeString(file, "\n", StandardOpenOption.APPEND);
        }
    }

    private void remember(JsonNode result) {
        int index = result.path(InferBatch.INDEX).intValue();
        if (index >= hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(index + 1, hashes.length * 2));
        }
        known.set(index);
        hashes[index] = result.path("query").stringValue().hashCode();
        failed += isFailure(result) ? 1 : 0;
    }

    private void dropFailed(Path file) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + ".part");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(kept))) {
            for (Line line = next(in); line.ended; line = next(in)) {
                JsonNode result = result(line.bytes).orElseThrow();
                if (isFailure(result)) {
                    known.clear(result.path(InferBatch.INDEX).intValue());
                } else {
                    out.write(line.bytes);
                    out.write('\n');
                }
            }
        }
        Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        failed = 0;
    }

    private static boolean isFailure(JsonNode result) {
        return !result.path(Inference.SUCCESS).booleanValue(false);
    }

    private static Optional<JsonNode> result(byte[] line) {
        try {
            JsonNode value = Json.mapper().readTree(line);
            JsonNode index = value.path(InferBatch.INDEX);
            boolean isResult =
                    index.isInt() && index.intValue() > 0 && value.path("query").isString();
            return isResult ? Optional.of(value) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Line next(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int value = in.read();
        while (value >= 0 && value != '\n') {
            bytes.write(value);
            value = in.read();
        }
        return new Line(bytes.toByteArray(), value == '\n');
    }
}
