package io.llmrouter.cli.infer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a text in UTF-8, each of bounded length. */
final class Lines implements AutoCloseable {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private final String name;
    private long number;

    Lines(InputStream in, String name) {
        this.reader = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** The next line that is not blank. */
    Optional<String> next() {
        try {
            Optional<String> line = read();
            while (line.isPresent() && line.get().isBlank()) {
                line = read();
            }
            return line;
        } catch (CharacterCodingException e) {
            throw InputError.at(name, number, "text in UTF-8", "bytes that are not, here or soon after");
        } catch (IOException e) {
            throw InputError.at(name, number, "a text that can be read", e.toString());
        }
    }

    private Optional<String> read() throws IOException {
        var line = new StringBuilder();
        int character = reader.read();
        if (character < 0) {
            return Optional.empty();
        }
        number++;
        while (character >= 0 && character != '\n') {
            if (line.length() == Queries.LONGEST) {
                throw InputError.at(
                        name, number, "lines of at most " + Queries.LONGEST + " characters", "a longer one");
            }
            line.append((char) character);
            character = reader.read();
        }
        String text = line.toString();
        return Optional.of(number == 1 && text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw InputError.at(name, 0, "a file that can be closed", e.toString());
        }
    }
}
