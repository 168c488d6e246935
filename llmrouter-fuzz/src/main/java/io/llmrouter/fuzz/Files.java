package io.llmrouter.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that are written anew for each input. Not safe for concurrent use. */
final class Files {
    private static final Map<String, Path> MADE = new LinkedHashMap<>();

    private Files() {}

    /** A file of that name with these bytes; it stays until the process ends. */
    static Path with(String name, byte[] data) {
        try {
            Path file = MADE.computeIfAbsent(name, Files::made);
            java.nio.file.Files.write(file, data);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path made(String name) {
        try {
            Path folder = java.nio.file.Files.createTempDirectory("fuzz");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve(name);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
