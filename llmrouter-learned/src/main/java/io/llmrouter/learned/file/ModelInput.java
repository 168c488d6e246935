package io.llmrouter.learned.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link ModelOutput} wrote. No length is believed before as many bytes are there, so that a damaged file
 * cannot make memory run out. Not safe for concurrent use.
 */
public final class ModelInput {
    private final ByteBuffer in;
    private final String file;

    ModelInput(ByteBuffer in, String file) {
        this.in = in;
        this.file = file;
    }

    public int integer() {
        need(Integer.BYTES);
        return in.getInt();
    }

    public double real() {
        need(Double.BYTES);
        return in.getDouble();
    }

    public boolean flag() {
        need(1);
        return in.get() != 0;
    }

    public String text() {
        byte[] bytes = new byte[length(1)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public List<String> texts() {
        int count = length(Integer.BYTES);
        var values = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            values.add(text());
        }
        return List.copyOf(values);
    }

    public int[] integers() {
        int[] values = new int[length(Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
    }

    public double[] reals() {
        double[] values = new double[length(Double.BYTES)];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + values.length * Double.BYTES);
        return values;
    }

    public float[] floats() {
        float[] values = new float[length(Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        return values;
    }

    /**
     * Floats of which the number is known.
     *
     * @throws ModelFileException if there are more or fewer
     */
    public float[] floats(long count) {
        float[] values = floats();
        expect(values.length == count, count + " numbers", values.length + "");
        return values;
    }

    /**
     * Doubles of which the number is known.
     *
     * @throws ModelFileException if there are more or fewer
     */
    public double[] reals(long count) {
        double[] values = reals();
        expect(values.length == count, count + " numbers", values.length + "");
        return values;
    }

    /**
     * Checks what was read.
     *
     * @throws ModelFileException if it does not hold
     */
    public void expect(boolean holds, String expected, String found) {
        if (!holds) {
            throw damaged("expected " + expected + ", found " + found);
        }
    }

    /** Passes over all that is left. */
    public void skip() {
        in.position(in.limit());
    }

    void expectEnd() {
        expect(!in.hasRemaining(), "the end of the file", in.remaining() + " more bytes");
    }

    private int length(int width) {
        int length = integer();
        expect(length >= 0 && (long) length * width <= in.remaining(), "a length within the file", length + "");
        return length;
    }

    private void need(int bytes) {
        expect(in.remaining() >= bytes, bytes + " more bytes", in.remaining() + "");
    }

    private ModelFileException damaged(String what) {
        return ModelFileException.because(file + ": " + what, "Train and save the router again.", null);
    }
}
