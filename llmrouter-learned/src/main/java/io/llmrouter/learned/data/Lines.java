package io.llmrouter.learned.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a text file in UTF-8, plain or gzip, one at a time, none longer than a bound. Not safe for concurrent use. */
final class Lines implements Closeable {
    private static final int LONGEST = 16 << 20;
    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final BufferedReader reader;
    private final StringBuilder line = new StringBuilder();
    private int number;

    private Lines(String file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static Lines of(Path path) throws IOException {
        return new Lines(name(path), open(path));
    }

    /** The text of a file. */
    static BufferedReader open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            InputStream plain = gzip ? new GZIPInputStream(in, BUFFER) : in;
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            var reader = new BufferedReader(new InputStreamReader(plain, decoder), BUFFER);
            skipMark(reader);
            return reader;
        } catch (IOException | RuntimeException broken) {
            in.close();
            throw broken;
        }
    }

    private static void skipMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** The next line without its end; {@code null} after the last. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        number++;
        while (c >= 0 && c != '\n') {
            if (line.length() >= LONGEST) {
                throw RoutingDataException.of(where(), "a line of at most " + LONGEST + " characters", "a longer one");
            }
            line.append((char) c);
            c = reader.read();
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /** Where the last line stands, such as {@code table.jsonl:12}. */
    String where() {
        return file + ":" + number;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
