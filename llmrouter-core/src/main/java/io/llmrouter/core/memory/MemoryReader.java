package io.llmrouter.core.memory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a file of decisions line by line, of a large one the end. */
final class MemoryReader {
    /** In bytes; the newest 50,000 decisions of the usual length fit. */
    static final long MOST = 256L << 20;
    /** In bytes. */
    static final int LONGEST_LINE = 1 << 20;

    private final Consumer<MemoryLine> lines;
    private byte[] line = new byte[8_192];
    private int length;
    private int bad;
    private boolean skipping;

    private MemoryReader(Consumer<MemoryLine> lines) {
        this.lines = lines;
    }

    /**
     * What was found.
     *
     * @param bad how many lines are no decisions
     * @param endsWithLine whether the next line can be appended as it is
     */
    record Result(int bad, boolean endsWithLine) {}

    /**
     * Hands on each line that is a decision.
     *
     * @param most how many bytes to read, from the end
     */
    static Result read(Path file, long most, Consumer<MemoryLine> lines) throws IOException {
        var reader = new MemoryReader(lines);
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
        if (!skipping && !isBlank()) {
            MemoryLine.read(line, length).ifPresentOrElse(lines, () -> bad++);
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
