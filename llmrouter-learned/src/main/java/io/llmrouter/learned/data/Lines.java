package io.llmrouter.learned.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file in UTF-8, plain or gzip, one at a time, none longer than a bound. Bytes are decoded line by line,
 * so that an error names the line. Not safe for concurrent use.
 */
final class Lines implements Closeable {
    private static final int LONGEST = 16 << 20;
    private static final int BUFFER = 1 << 16;
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final String file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private byte[] line = new byte[256];
    private int number;

    private Lines(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static Lines of(Path path) throws IOException {
        return new Lines(name(path), open(path));
    }

    /** The bytes of a file's text, after a byte order mark. */
    static InputStream open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            return afterMark(isGzip(in) ? new GZIPInputStream(in, BUFFER) : in, path);
        } catch (IOException | RuntimeException broken) {
            in.close();
            throw broken;
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    /** A buffer here would lose what comes before the place where a file is cut off. */
    private static InputStream afterMark(InputStream in, Path path) throws IOException {
        byte[] head = in.readNBytes(UTF_8_MARK.length);
        if (head.length >= 2 && (head[0] & head[1] & 0xfe) == 0xfe && head[0] != head[1]) {
            throw RoutingDataException.of(name(path), "text in UTF-8", "UTF-16");
        }
        var text = new PushbackInputStream(in, UTF_8_MARK.length);
        if (!Arrays.equals(head, UTF_8_MARK)) {
            text.unread(head);
        }
        return text;
    }

    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** The next line without its end; {@code null} after the last. */
    @Nullable
    String next() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        number++;
        int length = 0;
        while (c >= 0 && c != '\n') {
            if (length >= LONGEST) {
                throw RoutingDataException.of(where(), "a line of at most " + LONGEST + " bytes", "a longer one");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) c;
            c = read();
        }
        return text(length > 0 && line[length - 1] == '\r' ? length - 1 : length);
    }

    private String text(int length) {
        try {
            return decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException foreign) {
            throw RoutingDataException.because(
                    where() + ": expected text in UTF-8, found bytes of another encoding", foreign);
        }
    }

    private int read() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, filled());
            if (end == 0) {
                return -1;
            }
        }
        return buffer[next++] & 0xff;
    }

    private int filled() throws IOException {
        try {
            return in.read(buffer);
        } catch (EOFException cut) {
            throw RoutingDataException.because(
                    file + ":" + (number + 1) + ": expected a whole gzip file, found one that is cut off here", cut);
        } catch (ZipException damaged) {
            throw RoutingDataException.because(
                    file + ":" + (number + 1) + ": expected a gzip file, found one that is damaged here: "
                            + damaged.getMessage(),
                    damaged);
        }
    }

    /** Where the last line stands, such as {@code table.jsonl:12}. */
    String where() {
        return file + ":" + number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
