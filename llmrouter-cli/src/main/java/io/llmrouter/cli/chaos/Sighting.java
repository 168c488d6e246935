package io.llmrouter.cli.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What the caller got and what the wall saw.
 *
 * @param outcomes in the order of the requests
 * @param arrivals the attempts, in their order
 */
record Sighting(Policy policy, List<Outcome> outcomes, List<Wall.Arrival> arrivals) {

    /** The attempts on the first model. */
    List<Wall.Arrival> onPrimary() {
        return arrivals.stream()
                .filter(arrival -> arrival.model().equals(policy.primary()))
                .toList();
    }

    /** How many attempts on the first model there were in a span of time. */
    int onPrimary(Duration from, Duration to) {
        return (int) onPrimary().stream()
                .filter(arrival ->
                        arrival.at().compareTo(from) >= 0 && arrival.at().compareTo(to) < 0)
                .count();
    }

    Outcome first() {
        return outcomes.get(0);
    }
}
