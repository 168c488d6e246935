package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the API keys: in the file, in variables, in files of their own. No message of it holds one. */
final class KeyResolver {
    private static final int MAX_FILE_BYTES = 64 * 1024;
    /** Providers that find credentials of their own where no key is given. */
    private static final Set<String> SELF_SUPPLIED = Set.of("bedrock", "aws");

    private final Variables variables;
    private final Paths paths;
    private final Problems problems;

    KeyResolver(Variables variables, Paths paths, Problems problems) {
        this.variables = variables;
        this.paths = paths;
        this.problems = problems;
    }

    /** The model's own keys: of {@code api_key}, else {@code api_key_env}, else {@code api_key_file}. */
    List<String> ofModel(SectionReader model) {
        var own = keys(model.texts("api_key"));
        if (own.isEmpty()) {
            own = ofVariables(model.texts("api_key_env"));
        }
        return own.isEmpty()
                ? model.text("api_key_file")
                        .map(file -> ofFile(file, model.place("api_key_file")))
                        .orElse(List.of())
                : own;
    }

    /**
     * The keys of each provider in lower case: of {@code api_keys}, else, if it is used, of its variable.
     *
     * @param used the providers of models without keys of their own
     */
    Map<String, List<String>> ofProviders(@Nullable Value section, Set<String> used) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        if (section instanceof Fields providers) {
            providers.fields().forEach((name, value) -> {
                var provider = name.strip().toLowerCase(Locale.ROOT);
                var found = ofProvider(provider, value, used.contains(provider));
                if (keys.containsKey(provider)) {
                    problems.add(value.place(), "each provider once", "'" + provider + "' twice");
                } else if (!found.isEmpty()) {
                    keys.put(provider, found);
                }
            });
        }
        for (String provider : used) {
            keys.computeIfAbsent(provider, name -> {
                var fromVariable = split(variables.get(variableOf(name)));
                return fromVariable.isEmpty() ? null : fromVariable;
            });
        }
        return keys;
    }

    private List<String> ofProvider(String provider, Value value, boolean used) {
        if (value instanceof Fields file) {
            var path = file.get("file");
            return used && path instanceof Scalar scalar && !scalar.isBlank()
                    ? ofFile(scalar.text(), scalar.place())
                    : List.of();
        }
        var found = keys(SectionReader.texts(value));
        if (used) {
            unset(provider, value, found);
        }
        return found;
    }

    private void unset(String provider, Value value, List<String> found) {
        List<Scalar> scalars = new ArrayList<>();
        UnsetVariables.collect(value, scalars);
        var elsewhere = !variables.get(variableOf(provider)).isBlank();
        for (Scalar scalar : scalars) {
            if (found.isEmpty() && !elsewhere && !SELF_SUPPLIED.contains(provider)) {
                UnsetVariables.report(scalar, problems);
            } else if (!found.isEmpty()) {
                problems.warn(scalar.place(), "left out, for a variable of it is not set");
            }
        }
    }

    private static String variableOf(String provider) {
        return provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
    }

    private List<String> keys(List<Scalar> texts) {
        List<String> keys = new ArrayList<>();
        for (Scalar scalar : texts) {
            for (String key : split(scalar.text())) {
                if (key.startsWith("$")) {
                    problems.warn(scalar.place(), "ignored, for it begins with '$'; a variable is written ${NAME}");
                } else {
                    keys.add(key);
                }
            }
            checkPrintable(scalar);
        }
        return List.copyOf(keys);
    }

    /** A header cannot carry other characters, and an HTTP client's complaint of them would show the key. */
    private void checkPrintable(Scalar scalar) {
        if (!scalar.text().strip().chars().allMatch(character -> character >= ' ' && character <= '~')) {
            problems.add(scalar.place(), "a key of printable ASCII characters", "a text with others");
        }
    }

    private static List<String> split(String text) {
        List<String> keys = new ArrayList<>();
        for (String key : text.split(",", -1)) {
            if (!key.isBlank()) {
                keys.add(key.strip());
            }
        }
        return keys;
    }

    private List<String> ofVariables(List<Scalar> names) {
        List<String> keys = new ArrayList<>();
        for (Scalar name : names) {
            keys.addAll(split(variables.get(name.text().strip())));
        }
        if (keys.isEmpty() && !names.isEmpty()) {
            var first = names.get(0);
            var shown = Secrets.variable(first.text().strip());
            problems.add(first.place(), "the variable " + shown + " to be set, as by `export NAME=...`", "it unset");
        }
        return keys;
    }

    private List<String> ofFile(String text, Place place) {
        return paths.resolve(text, place).map(file -> read(file, place)).orElse(List.of());
    }

    private List<String> read(Path file, Place place) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                problems.add(place, "a file with a key, or with several, one a line", "a file of more than 64 KB");
                return List.of();
            }
            var keys = split(new String(bytes, StandardCharsets.UTF_8).replace('\n', ','));
            if (keys.isEmpty()) {
                problems.add(place, "a file with a key, or with several, one a line", file + ", which is empty");
            }
            warnIfOpen(file, place);
            return keys;
        } catch (IOException e) {
            problems.add(place, "a file that can be read", file + ", " + ConfigFiles.reason(e));
            return List.of();
        }
    }

    private void warnIfOpen(Path file, Place place) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            problems.warn(place, file + " can be read by every user; `chmod 600` it");
        }
    }
}
