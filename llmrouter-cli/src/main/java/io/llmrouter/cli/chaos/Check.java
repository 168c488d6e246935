package io.llmrouter.cli.chaos;

import io.llmrouter.api.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Something that must hold in a scenario. */
@FunctionalInterface
public interface Check {
    /** What does not hold; empty if all does. */
    Optional<String> broken(Sighting seen);

    private static Optional<String> unless(boolean holds, String message, Object... arguments) {
        return holds ? Optional.empty() : Optional.of(String.format(Locale.ROOT, message, arguments));
    }

    /** At most so many attempts on the first model. */
    static Check atMost(int attempts) {
        return seen -> unless(
                seen.onPrimary().size() <= attempts,
                "%d attempts on %s, at most %d allowed",
                seen.onPrimary().size(),
                seen.policy().primary(),
                attempts);
    }

    /** At most so many attempts on the first model in any span of that length. */
    static Check atMost(int attempts, Duration span) {
        return seen -> {
            int most = seen.onPrimary().stream()
                    .mapToInt(first -> seen.onPrimary(first.at(), first.at().plus(span)))
                    .max()
                    .orElse(0);
            return unless(most <= attempts, "%d attempts in %s, at most %d allowed", most, Seconds.of(span), attempts);
        };
    }

    /** Exactly one attempt on the first model. */
    static Check notAskedAgain() {
        return seen -> unless(
                seen.onPrimary().size() == 1,
                "%d attempts on %s, expected 1",
                seen.onPrimary().size(),
                seen.policy().primary());
    }

    /** With the same key the first model is asked again only after that time. */
    static Check waits(Duration least) {
        return seen -> {
            Map<String, Duration> last = new HashMap<>();
            for (Wall.Arrival arrival : seen.onPrimary()) {
                Duration before = last.put(arrival.key(), arrival.at());
                if (before != null && arrival.at().minus(before).compareTo(least) < 0) {
                    return Optional.of("asked again after "
                            + Seconds.of(arrival.at().minus(before)) + ", expected " + Seconds.of(least));
                }
            }
            return Optional.empty();
        };
    }

    /** The first model itself answers in the end. */
    static Check answeredByPrimary() {
        return seen -> unless(
                seen.first().failure() != null
                        || seen.first().model().equals(seen.policy().primary()),
                "answered by %s, expected %s again",
                seen.first().model(),
                seen.policy().primary());
    }

    /** The answer names the model that gave it, and another one than the first. */
    static Check namesTheFallback() {
        return seen -> {
            Outcome outcome = seen.first();
            if (outcome.failure() != null) {
                return Optional.empty();
            }
            List<Wall.Arrival> arrivals = seen.arrivals();
            String answered = arrivals.get(arrivals.size() - 1).model();
            return unless(
                    outcome.model().equals(answered), "the answer names %s, given by %s", outcome.model(), answered);
        };
    }

    /** The usage is that of the answer, as the provider reported it, and nothing else is billed. */
    static Check usageIsOfTheAnswer() {
        return seen -> {
            Outcome outcome = seen.first();
            if (outcome.failure() != null) {
                return Optional.empty();
            }
            Usage usage = outcome.usage();
            boolean right = usage.inputTokens() == Wall.INPUT_TOKENS && usage.outputTokens() == Wall.WORDS;
            if (!right) {
                return Optional.of("usage " + usage.inputTokens() + " + " + usage.outputTokens() + ", expected "
                        + Wall.INPUT_TOKENS + " + " + Wall.WORDS);
            }
            boolean billed = outcome.failedCosts().stream().anyMatch(cost -> cost.signum() != 0);
            return unless(!billed, "failed attempts were billed");
        };
    }

    /** Only the first model is asked, unless the policy has others for this. */
    static Check nobodyElseIsAsked() {
        return seen -> unless(
                seen.policy().hasPolicyFallback()
                        || seen.arrivals().size() == seen.onPrimary().size(),
                "another model was asked");
    }

    /** The key of the policy is not repeated to the caller. */
    static Check keyIsNotRepeated() {
        return seen -> unless(
                seen.outcomes().stream().noneMatch(outcome -> outcome.heard().contains(WallConfig.KEY)),
                "the key was repeated in an error");
    }

    /** What is said of errors is bounded. */
    static Check errorsAreShort() {
        return seen -> unless(
                seen.outcomes().stream().allMatch(outcome -> outcome.heard().length() < 20_000),
                "an error text of %d characters",
                seen.first().heard().length());
    }
}
