package io.llmrouter.core.config;

import io.llmrouter.core.config.Key.Kind;
import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the paths of a configuration absolute: a relative one starts at the configuration's folder. */
final class Paths {
    private final Path folder;
    private final Variables variables;
    private final Problems problems;

    Paths(Path folder, Variables variables, Problems problems) {
        this.folder = folder;
        this.variables = variables;
        this.problems = problems;
    }

    /** The absolute path, with {@code ~} and {@code $VAR} expanded; empty, and a problem, if it is no path. */
    Optional<Path> resolve(String text, Place place) {
        try {
            var expanded = variables.expandPlain(text.strip());
            var home = expanded.equals("~") || expanded.startsWith("~/") ? home() + expanded.substring(1) : expanded;
            return Optional.of(folder.resolve(home).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            problems.add(place, "a path", Value.quoted(text));
            return Optional.empty();
        }
    }

    private String home() {
        var home = variables.get("HOME");
        return home.isEmpty() ? System.getProperty("user.home", "") : home;
    }

    /** The section with the files it reads or writes as absolute paths, those of the sections in it too. */
    Fields resolveAll(Section section, Fields fields) {
        Map<String, Value> resolved = new LinkedHashMap<>(fields.fields());
        for (Key key : section.keys()) {
            var value = fields.get(key.name());
            if (key.kind() == Kind.FILE && value instanceof Scalar scalar && !scalar.isBlank()) {
                input(scalar)
                        .ifPresent(path -> resolved.put(
                                key.name(), new Scalar(scalar.place(), path.toString(), true, scalar.unset())));
            }
            if (key.kind() == Kind.PATH && value instanceof Scalar scalar && !scalar.isBlank()) {
                resolve(scalar.text(), scalar.place())
                        .ifPresent(path -> resolved.put(
                                key.name(), new Scalar(scalar.place(), path.toString(), true, scalar.unset())));
            }
            var inner = key.section();
            if (key.kind() == Kind.SECTION && inner != null && value instanceof Fields nested) {
                resolved.put(key.name(), resolveAll(inner, nested));
            }
        }
        return new Fields(fields.place(), resolved);
    }

    /** A file to read; one that is not beside the configuration may, as in the reference system, be in the working folder. */
    private Optional<Path> input(Scalar scalar) {
        var beside = resolve(scalar.text(), scalar.place());
        if (beside.filter(Files::exists).isPresent()) {
            return beside;
        }
        return beside.map(
                        path -> Path.of(scalar.text().strip()).toAbsolutePath().normalize())
                .filter(Files::exists)
                .or(() -> beside);
    }
}
