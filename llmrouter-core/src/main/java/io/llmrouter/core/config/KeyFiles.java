package io.llmrouter.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Reads files that hold API keys. */
final class KeyFiles {
    private static final int MAX_BYTES = 64 * 1024;
    private static final String EXPECTED = "a file with a key, or with several, one a line";

    private final Paths paths;
    private final Problems problems;

    KeyFiles(Paths paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The text of a file with something in it; empty, and a problem, if there is none. */
    Optional<String> read(String text, Place place) {
        return paths.resolve(text, place).flatMap(file -> read(file, place));
    }

    private Optional<String> read(Path file, Place place) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (bytes.length > MAX_BYTES) {
                problems.add(place, EXPECTED, file + ", which is larger than 64 KB");
                return Optional.empty();
            }
            if (text.isBlank()) {
                problems.add(place, EXPECTED, file + ", which is empty");
                return Optional.empty();
            }
            warnIfOpen(file, place);
            return Optional.of(text);
        } catch (IOException e) {
            problems.add(place, "a file that can be read", file + ", " + ConfigFiles.reason(e));
            return Optional.empty();
        }
    }

    private void warnIfOpen(Path file, Place place) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            problems.warn(place, file + " can be read by every user; `chmod 600` it");
        }
    }
}
