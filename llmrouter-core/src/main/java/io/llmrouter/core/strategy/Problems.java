package io.llmrouter.core.strategy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a section, so that all of it is reported at once. Not safe for concurrent use. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Runs a check and keeps the problems that it throws. */
    void collect(Runnable check) {
        try {
            check.run();
        } catch (ConfigurationException problem) {
            found.addAll(problem.problems());
        }
    }

    /**
     * Ends the checks.
     *
     * @throws ConfigurationException with all problems, if there are any
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }
}
