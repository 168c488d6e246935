package io.llmrouter.learned.strategy;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with what scores taught, of one trained router. Several processes may share it: each adds its scores to what the
 * others wrote, under a lock, and takes over the sum. A file of another router, or one that is broken, is begun anew. Safe
 * for concurrent use.
 */
final class ScoreFile {
    private static final System.Logger LOG = System.getLogger(ScoreFile.class.getName());
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORMAT = "llmrouter-scores-1";
    private static final long LARGEST = 64L << 20;

    private final Path file;
    private final String router;
    private boolean failed;

    /**
     * Names a file; nothing is read yet.
     *
     * @param router what tells the trained router from others
     */
    ScoreFile(Path file, String router) {
        this.file = file.toAbsolutePath();
        this.router = router;
    }

    /** Begins a book with what the file holds. */
    synchronized void load(ScoreBook book) {
        try {
            Map<Integer, double[]> saved = read(book);
            if (saved != null) {
                book.replace(saved);
            }
        } catch (IOException unreadable) {
            warn(unreadable);
        }
    }

    /**
     * Writes the book's new scores and takes over those of others. What cannot be written now is written the next time.
     *
     * @return whether it had its turn: {@code false} if another holds the file
     */
    synchronized boolean sync(ScoreBook book) {
        ScoreChanges changes = book.take();
        boolean done = false;
        try {
            if (changes.isEmpty() && Files.notExists(file)) {
                done = true;
                return true;
            }
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            done = synced(book, changes);
            return done;
        } catch (IOException unwritable) {
            warn(unwritable);
            return true;
        } finally {
            if (!done) {
                book.takeBack(changes);
            }
        }
    }

    private boolean synced(ScoreBook book, ScoreChanges changes) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            Map<Integer, double[]> saved = read(book);
            if (saved != null) {
                changes.applyTo(saved);
            }
            if (!changes.isEmpty()) {
                write(saved == null ? book.all() : saved);
            }
            if (saved != null) {
                book.replace(saved);
            }
            return true;
        } catch (OverlappingFileLockException another) {
            return false;
        }
    }

    /** What the file holds of this router; {@code null} if it holds nothing of it. */
    private @Nullable Map<Integer, double[]> read(ScoreBook book) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.path("format").asString("").equals(FORMAT)
                    || !root.path("router").asString("").equals(router)) {
                return null;
            }
            Map<Integer, double[]> kinds = new HashMap<>();
            for (Map.Entry<String, JsonNode> kind : root.path("kinds").properties()) {
                kinds.put(Integer.parseInt(kind.getKey()), sums(kind.getValue(), 2 * book.models()));
            }
            return kinds;
        } catch (NoSuchFileException none) {
            return null;
        } catch (JacksonException | NumberFormatException broken) {
            throw new IOException("it is broken; delete it to begin anew", broken);
        }
    }

    private static double[] sums(JsonNode node, int length) throws IOException {
        double[] sums = new double[length];
        boolean whole = node.size() == length;
        for (int i = 0; whole && i < length; i++) {
            sums[i] = node.get(i).asDouble(Double.NaN);
            whole = sums[i] >= 0 && Double.isFinite(sums[i]);
        }
        if (!whole) {
            throw new IOException("it is broken; delete it to begin anew");
        }
        return sums;
    }

    /** Moves a whole file into its place: a reader never sees half of one. */
    private void write(Map<Integer, double[]> kinds) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("router", router);
        ObjectNode all = root.putObject("kinds");
        kinds.forEach((kind, sums) -> {
            ArrayNode array = all.putArray(String.valueOf(kind));
            for (double sum : sums) {
                array.add(sum);
            }
        });
        Path half = Files.createTempFile(file.getParent(), ".scores", ".part");
        try {
            Files.write(half, JSON.writeValueAsBytes(root));
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private void warn(IOException failure) {
        if (!failed) {
            failed = true;
            LOG.log(Level.WARNING, () -> file + ": what scores taught is not kept: " + failure, failure);
        }
    }
}
