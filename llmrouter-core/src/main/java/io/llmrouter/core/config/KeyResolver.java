package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the API keys: in the file, in variables, in files of their own. No message of it holds one. */
final class KeyResolver {
    /** Providers that find credentials of their own where no key is given. */
    private static final Set<String> SELF_SUPPLIED = Set.of("bedrock", "aws");

    private final Variables variables;
    private final KnownNames known;
    private final KeyFiles files;
    private final Problems problems;

    KeyResolver(Variables variables, KnownNames known, Paths paths, Problems problems) {
        this.variables = variables;
        this.known = known;
        this.files = new KeyFiles(paths, problems);
        this.problems = problems;
    }

    /** The model's own keys: of {@code api_key}, else {@code api_key_env}, else {@code api_key_file}. */
    List<String> ofModel(SectionReader model) {
        var own = literal(model.texts("api_key"));
        if (!own.isEmpty()) {
            return sendable(own, model.place("api_key"));
        }
        var named = ofVariables(model.texts("api_key_env"));
        if (!named.isEmpty()) {
            return sendable(named, model.place("api_key_env"));
        }
        var place = model.place("api_key_file");
        var file = model.text("api_key_file").flatMap(path -> files.read(path, place));
        return file.map(text -> sendable(split(text), place)).orElse(List.of());
    }

    /**
     * The keys of each provider in lower case: of {@code api_keys}, else, if it is used, of its variable.
     *
     * @param used the providers whose keys are needed; those of others are not looked into
     */
    Map<String, List<String>> ofProviders(@Nullable Value section, Set<String> used) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        if (section instanceof Fields providers) {
            providers.fields().forEach((name, value) -> {
                var provider = name.strip().toLowerCase(Locale.ROOT);
                if (keys.containsKey(provider)) {
                    problems.add(value.place(), "each provider once", "'" + provider + "' twice");
                }
                var found = used.contains(provider)
                        ? sendable(ofUsed(provider, value), value.place())
                        : literal(SectionReader.texts(value));
                keys.put(provider, found);
            });
        }
        for (String provider : used) {
            if (keys.getOrDefault(provider, List.of()).isEmpty()) {
                var variable = variableOf(provider);
                variable.ifPresent(
                        name -> keys.put(provider, sendable(split(variables.get(name)), new Place("", 0, name))));
            }
        }
        keys.values().removeIf(List::isEmpty);
        return keys;
    }

    private List<String> ofUsed(String provider, Value value) {
        if (value instanceof Fields section) {
            var path = section.get("file");
            return path instanceof Scalar scalar && !scalar.isBlank()
                    ? files.read(scalar.text(), scalar.place())
                            .map(KeyResolver::split)
                            .orElse(List.of())
                    : List.of();
        }
        var found = literal(SectionReader.texts(value));
        var elsewhere = variableOf(provider).isPresent() || SELF_SUPPLIED.contains(provider);
        List<Scalar> unset = new ArrayList<>();
        UnsetVariables.collect(value, unset);
        for (Scalar scalar : unset) {
            if (!found.isEmpty()) {
                problems.warn(scalar.place(), "left out, for its variable is not set");
            } else if (!elsewhere) {
                UnsetVariables.report(scalar, problems);
            }
        }
        return found;
    }

    /** The variable of the provider's key, if one is set: the one that the provider names, else one named after it. */
    private Optional<String> variableOf(String provider) {
        var after = provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY";
        return Stream.of(known.keyVariable(provider), after)
                .filter(name -> !name.isEmpty() && !variables.get(name).isBlank())
                .findFirst();
    }

    private List<String> literal(List<Scalar> texts) {
        List<String> keys = new ArrayList<>();
        for (Scalar scalar : texts) {
            for (String key : split(scalar.text())) {
                if (key.startsWith("$")) {
                    problems.warn(scalar.place(), "ignored, for it begins with '$'; a variable is written ${NAME}");
                } else {
                    keys.add(key);
                }
            }
        }
        return List.copyOf(keys);
    }

    private List<String> ofVariables(List<Scalar> names) {
        List<String> keys = new ArrayList<>();
        names.forEach(name -> keys.addAll(split(variables.get(name.text().strip()))));
        for (Scalar name : names) {
            if (keys.isEmpty()) {
                var shown = Secrets.variable(name.text().strip());
                problems.add(name.place(), "the variable " + shown + " to be set, as by `export NAME=...`", "it unset");
            }
        }
        return keys;
    }

    /** Keys stand one a line or between commas. */
    private static List<String> split(String text) {
        List<String> keys = new ArrayList<>();
        for (String key : text.split("[,\n]", -1)) {
            if (!key.isBlank()) {
                keys.add(key.strip());
            }
        }
        return keys;
    }

    /** A header cannot carry other characters than these, and an HTTP client's complaint of them would show the key. */
    private List<String> sendable(List<String> keys, Place place) {
        for (String key : keys) {
            if (!key.chars().allMatch(character -> character >= ' ' && character <= '~')) {
                problems.add(place, "keys of printable ASCII characters", "one with others");
            }
        }
        return List.copyOf(keys);
    }
}
