package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.load.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What LLMRouter sets out to reach, beside what was measured. */
final class Verdicts {
    private static final String OURS = "llmrouter";
    private static final double MOST_MEGABYTES = 300;
    private static final double MOST_SECONDS = 2;

    private final Results results;

    Verdicts(Results results) {
        this.results = results;
    }

    /**
     * A target.
     *
     * @param target what is to be reached
     * @param measured what was measured; empty if a part of it was not
     * @param met whether that reaches it
     */
    record Verdict(String target, String measured, boolean met) {}

    /** Those of which all parts were measured. */
    List<Verdict> all() {
        List<Verdict> verdicts = new ArrayList<>();
        atMost("nginx", Load.JSON, 3, "3 times nginx's").ifPresent(verdicts::add);
        atMost("nginx", Load.SSE, 3, "3 times nginx's").ifPresent(verdicts::add);
        atMost("nginx", Load.SSE_BURST, 6, "6 times nginx's").ifPresent(verdicts::add);
        for (Load load : List.of(Load.JSON, Load.SSE, Load.SSE_BURST)) {
            atMost("portkey", load, 1 / 15.0, "1/15 of Portkey's").ifPresent(verdicts::add);
            atMost("litellm", load, 1 / 20.0, "1/20 of LiteLLM's").ifPresent(verdicts::add);
            atMost("bifrost", load, 1, "Bifrost's").ifPresent(verdicts::add);
        }
        results.spread(OURS, Load.SLOW, Sample::megabytes)
                .map(memory -> new Verdict(
                        "Memory at 1,000 slow streams under 300 MB",
                        Figures.number(memory.median()) + " MB",
                        memory.median() < MOST_MEGABYTES))
                .ifPresent(verdicts::add);
        results.start(OURS)
                .map(start -> new Verdict(
                        "First answer within 2 s of the start",
                        Figures.number(start.median()) + " s",
                        start.median() <= MOST_SECONDS))
                .ifPresent(verdicts::add);
        return verdicts;
    }

    private Optional<Verdict> atMost(String other, Load load, double ratio, String limit) {
        Optional<Spread> ours = results.spread(OURS, load, Sample::cpuMicros);
        Optional<Spread> theirs = results.spread(other, load, Sample::cpuMicros);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        double found = ours.get().median() / theirs.get().median();
        String measured = found >= 1
                ? Figures.number(found) + " times (" + Figures.number(ours.get().median()) + " against "
                        + Figures.number(theirs.get().median()) + " us)"
                : "1/" + Figures.number(1 / found) + " ("
                        + Figures.number(ours.get().median()) + " against "
                        + Figures.number(theirs.get().median()) + " us)";
        return Optional.of(new Verdict(
                "CPU time for each request at most " + limit + ": " + load.title(), measured, found <= ratio));
    }
}
