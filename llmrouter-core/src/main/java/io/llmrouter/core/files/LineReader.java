package io.llmrouter.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file line by line, of a large one the end. Lines that are too long or not understood are counted. */
public final class LineReader {
    /** In bytes. */
    public static final int LONGEST_LINE = 1 << 20;

    private final Sink lines;
    private byte[] line = new byte[8_192];
    private int length;
    private int bad;
    private boolean skipping;

    private LineReader(Sink lines) {
        this.lines = lines;
    }

    /** Takes one line after the other. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the first bytes of a buffer, which is used again; {@code false} if they are not what was expected. */
        boolean take(byte[] line, int length);
    }

    /**
     * What was found.
     *
     * @param bad how many lines were too long or not taken
     * @param endsWithLine whether the next line can be appended as it is
     */
    public record Result(int bad, boolean endsWithLine) {}

    /**
     * Hands on each line that is not blank.
     *
     * @param most how many bytes to read, from the end
     */
    public static Result read(Path file, long most, Sink lines) throws IOException {
        var reader = new LineReader(lines);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            if (size > most) {
                channel.position(size - most);
                reader.skipping = true; // most likely the middle of a line
            }
            return reader.read(Channels.newInputStream(channel));
        }
    }

    private Result read(InputStream in) throws IOException {
        var chunk = new byte[1 << 16];
        boolean ended = true;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            int start = 0;
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    take(chunk, start, i);
                    end();
                    start = i + 1;
                }
            }
            take(chunk, start, count);
            ended = start == count;
        }
        end();
        return new Result(bad, ended);
    }

    private void take(byte[] chunk, int from, int to) {
        int more = to - from;
        if (skipping) {
            return;
        }
        if (length + more > LONGEST_LINE) {
            bad++;
            skipping = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
        }
        System.arraycopy(chunk, from, line, length, more);
        length += more;
    }

    private void end() {
        if (!skipping && !isBlank() && !lines.take(line, length)) {
            bad++;
        }
        skipping = false;
        length = 0;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
