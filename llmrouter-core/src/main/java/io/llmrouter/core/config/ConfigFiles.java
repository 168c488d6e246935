package io.llmrouter.core.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a configuration's file as text. */
final class ConfigFiles {
    static final String EXAMPLE = "llms: {fast: {provider: openai, model: gpt-4o-mini}}";
    private static final int MAX_BYTES = 10 * 1024 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ConfigFiles() {}

    /** The text; empty, and a problem, if it cannot be read. */
    static Optional<String> read(Path file, Problems problems) {
        var place = new Place(file.toString(), 0, "");
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(place, "a file of at most 10 MB", "a larger one");
                return Optional.empty();
            }
            return decode(bytes, place, problems);
        } catch (NoSuchFileException e) {
            problems.add(
                    place,
                    "a configuration file; create one that says, for a start, `" + EXAMPLE + "`",
                    "no file at " + file.toAbsolutePath());
        } catch (IOException e) {
            problems.add(place, "a configuration file that can be read", reason(e));
        }
        return Optional.empty();
    }

    private static Optional<String> decode(byte[] bytes, Place place, Problems problems) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line =
                    1 + (int) out.chars().filter(character -> character == '\n').count();
            problems.add(place.atLine(line), "text in UTF-8", "bytes that are not");
            return Optional.empty();
        }
        var text = out.toString();
        return Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    /** Why a file could not be read, in plain words. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "which does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "which this user may not read";
        }
        return "which cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
