package io.llmrouter.api.error;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. All its problems are reported together. */
public class ConfigurationException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Creates the error.
     *
     * @param problems at least one
     */
    public ConfigurationException(List<Problem> problems) {
        this(
                ErrorFacts.because(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")))
                        .build(),
                problems);
    }

    private ConfigurationException(ErrorFacts facts, List<Problem> problems) {
        super(facts);
        this.problems = List.copyOf(problems);
    }

    public static ConfigurationException of(String where, String expected, String found) {
        return new ConfigurationException(List.of(new Problem(where, expected, found)));
    }

    public List<Problem> problems() {
        return problems;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ConfigurationException with(ErrorFacts facts) {
        return new ConfigurationException(facts, problems);
    }

    /**
     * One thing that is wrong.
     *
     * @param where the file, the line and the key, such as {@code llmrouter.yaml:12 llms.claude.aws_region}; without a
     *     file, the key
     * @param expected what should stand there, or the remedy
     * @param found what stands there; never the value of a key or another secret
     */
    public record Problem(String where, String expected, String found) {
        @Override
        public String toString() {
            return where + ": expected " + expected + ", found " + found;
        }
    }
}
