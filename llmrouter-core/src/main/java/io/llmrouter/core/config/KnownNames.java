package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The providers and strategies that there are.
 *
 * @param providers their names and aliases; {@code null} to take any
 * @param strategies their names and aliases; {@code null} to take any
 */
record KnownNames(@Nullable Set<String> providers, @Nullable Set<String> strategies) {
    static final KnownNames ANY = new KnownNames(null, null);

    KnownNames {
        providers = lowerCase(providers);
        strategies = lowerCase(strategies);
    }

    private static @Nullable Set<String> lowerCase(@Nullable Set<String> names) {
        if (names == null) {
            return null;
        }
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** A provider that is not known is served as an OpenAI-compatible one, if it has an address. */
    void checkProvider(Fields model, Problems problems) {
        var address = model.get("base_url") instanceof Scalar scalar && !scalar.isBlank();
        if (!address) {
            check("a base_url beside it, or a known provider", model.get("provider"), providers, problems);
        }
    }

    void checkStrategy(Fields router, Problems problems) {
        check("a known strategy", router.get("strategy"), strategies, problems);
    }

    private static void check(String what, @Nullable Value value, @Nullable Set<String> known, Problems problems) {
        if (known == null
                || !(value instanceof Scalar scalar)
                || scalar.isBlank()
                || !scalar.unset().isEmpty()) {
            return;
        }
        var name = scalar.text().strip().toLowerCase(Locale.ROOT);
        if (!known.contains(name)) {
            problems.add(scalar.place(), what + Checker.hint(name, known), Value.quoted(scalar.text()));
        }
    }
}
