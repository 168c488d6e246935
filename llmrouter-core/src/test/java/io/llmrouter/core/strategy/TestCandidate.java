package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.spi.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A candidate in a state of the test's choice. */
record TestCandidate(ModelInfo info, int inFlight, OptionalDouble latencyMillis) implements Candidate {
    static TestCandidate named(String name) {
        return of(ModelInfo.of(name, "openai", name));
    }

    static TestCandidate of(ModelInfo info) {
        return new TestCandidate(info, 0, OptionalDouble.empty());
    }

    static TestCandidate priced(String name, String input, String output) {
        return of(new ModelInfo(name, "openai", name, "", Prices.of(input, output), Map.of(), null, null));
    }

    TestCandidate busy(int calls) {
        return new TestCandidate(info, calls, latencyMillis);
    }

    TestCandidate millis(double millis) {
        return new TestCandidate(info, inFlight, OptionalDouble.of(millis));
    }

    static List<Candidate> all(String... names) {
        return Arrays.stream(names).<Candidate>map(TestCandidate::named).toList();
    }
}
