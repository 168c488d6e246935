package io.llmrouter.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Configuration files for tests. */
final class ConfigFixtures {
    private ConfigFixtures() {}

    static String text(String name) {
        try (var in = Objects.requireNonNull(ConfigFixtures.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path copy(String name, Path folder) {
        var simple = Path.of(name).getFileName().toString();
        return write(folder.resolve(simple), text(name));
    }

    static Path write(Path file, String yaml) {
        try {
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
