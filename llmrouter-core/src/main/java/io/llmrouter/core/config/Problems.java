package io.llmrouter.core.config;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong or odd, to report all of it at once. */
final class Problems {
    private static final int MAX_REPORTED = 100;

    private record Entry(Place place, Problem problem) {}

    private final Set<Entry> entries = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    void add(Place place, String expected, String found) {
        entries.add(new Entry(place, new Problem(place.toString(), expected, found)));
    }

    void warn(Place place, String what) {
        if (warnings.size() < MAX_REPORTED) {
            warnings.add(place + ": " + what);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Throws all problems, in the order of their lines, if there are any. */
    void throwIfAny() {
        if (!entries.isEmpty()) {
            throw exception();
        }
    }

    ConfigurationException exception() {
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingInt(entry -> entry.place().line()));
        List<Problem> problems = new ArrayList<>();
        for (Entry entry : sorted.subList(0, Math.min(MAX_REPORTED, sorted.size()))) {
            problems.add(entry.problem());
        }
        if (sorted.size() > MAX_REPORTED) {
            var more = sorted.size() - MAX_REPORTED;
            problems.add(new Problem(
                    new Place(sorted.get(0).place().file(), 0, "").toString(),
                    "the problems above to be mended first",
                    more + " more problems"));
        }
        return new ConfigurationException(problems);
    }
}
