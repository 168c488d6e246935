package io.llmrouter.learned.file;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the parts of a saved router: big-endian numbers, and arrays with their length before them. Not safe for
 * concurrent use.
 */
public final class ModelOutput {
    private static final int BLOCK = 1 << 12;

    private final DataOutputStream out;

    ModelOutput(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    /** A write that may fail. */
    private interface Write {
        void run() throws IOException;
    }

    private static void write(Write write) {
        try {
            write.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void integer(int value) {
        write(() -> out.writeInt(value));
    }

    public void real(double value) {
        write(() -> out.writeDouble(value));
    }

    public void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    /** A number from 0 to 255. */
    public void octet(int value) {
        write(() -> out.writeByte(value));
    }

    public void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        integer(bytes.length);
        write(() -> out.write(bytes));
    }

    public void texts(List<String> values) {
        integer(values.size());
        values.forEach(this::text);
    }

    public void integers(int[] values) {
        integer(values.length);
        write(() -> {
            for (int value : values) {
                out.writeInt(value);
            }
        });
    }

    public void reals(double[] values) {
        integer(values.length);
        write(() -> {
            for (double value : values) {
                out.writeDouble(value);
            }
        });
    }

    /** Floats, a block of bytes at a time: they make up nearly all of a file. */
    public void floats(float[] values) {
        integer(values.length);
        byte[] block = new byte[BLOCK * Float.BYTES];
        for (int from = 0; from < values.length; from += BLOCK) {
            int count = Math.min(BLOCK, values.length - from);
            for (int i = 0; i < count; i++) {
                int bits = Float.floatToRawIntBits(values[from + i]);
                block[i * 4] = (byte) (bits >>> 24);
                block[i * 4 + 1] = (byte) (bits >>> 16);
                block[i * 4 + 2] = (byte) (bits >>> 8);
                block[i * 4 + 3] = (byte) bits;
            }
            write(() -> out.write(block, 0, count * Float.BYTES));
        }
    }
}
