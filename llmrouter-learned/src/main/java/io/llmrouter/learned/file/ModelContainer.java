package io.llmrouter.learned.file;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The envelope of a saved router: eight bytes {@code LLMRTR\r\n}, the version, the content, and a CRC-32C of all before
 * it. The content is numbers and texts; it holds no code and names no class.
 */
public final class ModelContainer {
    private static final long MAGIC = 0x4c4c4d5254520d0aL;
    private static final int VERSION = 1;
    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final long LARGEST = 2_000_000_000L;
    private static final String RETRAIN = "Train and save the router again.";

    private ModelContainer() {}

    /**
     * Writes a file beside its place and moves it there when it is whole, so that a reader never sees half of one.
     *
     * @throws ModelFileException if it cannot be written
     */
    public static void write(Path file, Consumer<ModelOutput> content) {
        Path target = file.toAbsolutePath();
        Path parent = target.getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Path half = Files.createTempFile(parent, ".model", ".part");
            try {
                writeTo(half, content);
                Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException | UncheckedIOException failed) {
            throw ModelFileException.because(file + ": the router could not be saved: " + failed, "", failed);
        }
    }

    private static void writeTo(Path file, Consumer<ModelOutput> content) throws IOException {
        var crc = new CRC32C();
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var checked = new CheckedOutputStream(out, crc);
            var header = new DataOutputStream(checked);
            header.writeLong(MAGIC);
            header.writeInt(VERSION);
            content.accept(new ModelOutput(checked));
            long sum = crc.getValue();
            new DataOutputStream(out).writeLong(sum);
        }
    }

    /** The CRC-32C of what would be written. */
    public static long checksum(Consumer<ModelOutput> content) {
        var sum = new CRC32C();
        content.accept(new ModelOutput(new CheckedOutputStream(OutputStream.nullOutputStream(), sum)));
        return sum.getValue();
    }

    /**
     * Reads a file, after its magic, version and sum were found right.
     *
     * @throws ModelFileException if it is missing, of another kind, damaged or of a later version
     */
    public static <T> T read(Path file, Function<ModelInput, T> content) {
        return read(bytes(file), file.toString(), content);
    }

    /**
     * Reads a stream to its end, in the same way.
     *
     * @param name what errors call it
     * @throws IOException if the stream cannot be read
     * @throws ModelFileException if it is of another kind, damaged or of a later version
     */
    public static <T> T read(InputStream in, String name, Function<ModelInput, T> content) throws IOException {
        return read(ByteBuffer.wrap(in.readAllBytes()), name, content);
    }

    private static <T> T read(ByteBuffer bytes, String file, Function<ModelInput, T> content) {
        if (bytes.remaining() < HEADER + Long.BYTES || bytes.getLong(0) != MAGIC) {
            throw ModelFileException.because(
                    file + ": expected a router saved by LLMRouter, found a file of another kind", RETRAIN, null);
        }
        int version = bytes.getInt(Long.BYTES);
        if (version != VERSION) {
            throw ModelFileException.because(
                    file + ": expected format version " + VERSION + ", found " + version,
                    "Use the release of LLMRouter that saved it, or train the router again.",
                    null);
        }
        int end = bytes.limit() - Long.BYTES;
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(end));
        if (crc.getValue() != bytes.getLong(end)) {
            throw ModelFileException.because(
                    file + ": the file is damaged: its check sum does not match", RETRAIN, null);
        }
        var input = new ModelInput(bytes.slice(HEADER, end - HEADER), file);
        T read = content.apply(input);
        input.expectEnd();
        return read;
    }

    private static ByteBuffer bytes(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > LARGEST) {
                throw ModelFileException.because(
                        file + ": expected at most " + LARGEST + " bytes, found " + size, RETRAIN, null);
            }
            var bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.flip();
        } catch (IOException unreadable) {
            throw ModelFileException.because(
                    file + ": the saved router cannot be read: " + unreadable,
                    "Check the path, or train and save a router.",
                    unreadable);
        }
    }
}
