package io.llmrouter.cli.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges what was seen of a scenario. */
final class Judge {
    private static final int MOST_TEXT = 200;

    private final Scenario scenario;
    private final Sighting seen;

    Judge(Scenario scenario, Sighting seen) {
        this.scenario = scenario;
        this.seen = seen;
    }

    Result result() {
        Optional<String> broken = broken();
        Optional<Outcome> error = seen.outcomes().stream()
                .filter(outcome -> outcome.failure() != null)
                .findFirst();
        if (broken.isPresent()) {
            return result(Verdict.FAIL, broken.get());
        } else if (error.isEmpty()) {
            return result(Verdict.PASS, answered());
        }
        boolean due = seen.outcomes().stream()
                .map(Outcome::failure)
                .filter(Objects::nonNull)
                .allMatch(failure -> scenario.due().test(seen.policy(), failure));
        return result(due ? Verdict.PASS : Verdict.SAFE, described(error.get()));
    }

    private Optional<String> broken() {
        for (Outcome outcome : seen.outcomes()) {
            Optional<String> broken = broken(outcome);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return scenario.checks().stream()
                .flatMap(check -> check.broken(seen).stream())
                .findFirst();
    }

    private Optional<String> broken(Outcome outcome) {
        if (outcome.isHang()) {
            return Optional.of("no end within " + Seconds.of(outcome.took()));
        } else if (outcome.failure() == null && !outcome.isWhole()) {
            boolean part = Wall.TEXT.startsWith(outcome.text());
            int words = outcome.text().isEmpty() ? 0 : outcome.text().split(" ").length;
            return Optional.of(
                    part
                            ? words + " of " + Wall.WORDS + " tokens presented as the whole answer"
                            : "a garbled answer presented as whole");
        } else if (outcome.took().compareTo(scenario.within()) > 0) {
            String end = outcome.failure() == null ? "answered" : "ended";
            return Optional.of(end + " after " + Seconds.of(outcome.took()) + ", at most "
                    + Seconds.of(scenario.within()) + " allowed");
        }
        return Optional.empty();
    }

    private String answered() {
        List<Outcome> outcomes = seen.outcomes();
        String primary = seen.policy().primary();
        if (outcomes.size() == 1) {
            return "answered by " + seen.first().model();
        }
        long byPrimary = outcomes.stream()
                .filter(outcome -> outcome.model().equals(primary))
                .count();
        return outcomes.size() + " of " + outcomes.size() + " answered, " + byPrimary + " by " + primary;
    }

    private static String described(Outcome outcome) {
        Outcome.Failure failure = Objects.requireNonNull(outcome.failure());
        String message = failure.message().lines().findFirst().orElse("");
        return failure.type() + ": " + message.substring(0, Math.min(message.length(), MOST_TEXT));
    }

    private Result result(Verdict verdict, String what) {
        Duration longest = seen.outcomes().stream()
                .map(Outcome::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return new Result(scenario, verdict, what, seen.arrivals().size(), longest);
    }
}
