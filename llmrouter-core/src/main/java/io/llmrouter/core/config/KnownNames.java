package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Scalar;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The providers and strategies that there are.
 *
 * @param providers their names and aliases, each with the variable of its key or an empty text; {@code null} to take any
 * @param strategies their names and aliases; {@code null} to take any
 */
record KnownNames(
        @Nullable Map<String, String> providers, @Nullable Set<String> strategies) {
    static final KnownNames ANY = new KnownNames(null, null);

    KnownNames {
        if (providers != null) {
            Map<String, String> lower = new TreeMap<>();
            providers.forEach((name, variable) -> lower.put(name.toLowerCase(Locale.ROOT), variable));
            providers = lower;
        }
        if (strategies != null) {
            Set<String> lower = new TreeSet<>();
            strategies.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
            strategies = lower;
        }
    }

    /** The variable of a provider's key; empty if it is not known or needs none. */
    String keyVariable(String provider) {
        return providers == null ? "" : providers.getOrDefault(provider, "");
    }

    /** A provider that is not known is served as an OpenAI-compatible one, if it has an address. */
    void checkProvider(SectionReader model, Problems problems) {
        if (model.value("base_url").isEmpty()) {
            check(
                    "a base_url beside it, or a known provider",
                    "provider",
                    model,
                    providers == null ? null : providers.keySet(),
                    problems);
        }
    }

    void checkStrategy(SectionReader router, Problems problems) {
        check("a known strategy", "strategy", router, strategies, problems);
    }

    private static void check(
            String expected, String key, SectionReader section, @Nullable Set<String> known, Problems problems) {
        var judged = section.fields().get(key) instanceof Scalar scalar
                && !scalar.unset().isEmpty();
        var name = section.textOr(key).strip().toLowerCase(Locale.ROOT);
        if (known != null && !judged && !known.contains(name)) {
            problems.add(section.place(key), expected + Checker.hint(name, known), Value.quoted(name));
        }
    }
}
