package io.llmrouter.cli.chaos;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A model that is down for a while under steady traffic: the circuit opens, one call at a time probes the model, and the
 * model is used again soon after its recovery.
 *
 * @param lasts how long it is down
 * @param back how soon after that it must be used again
 */
record Outage(Duration lasts, Duration back) implements Scenario.Script, Check {

    @Override
    public Answer answer(int attempt, Duration at, FastTime time) {
        return at.compareTo(lasts) < 0 ? Wall.whole().with(Fault.status(503)) : Wall.whole();
    }

    @Override
    public Optional<String> broken(Sighting seen) {
        boolean open = false;
        List<Outcome> outcomes = seen.outcomes();
        for (int i = 0; i + 1 < outcomes.size(); i++) {
            Duration until = outcomes.get(i + 1).at();
            if (until.compareTo(lasts) > 0) {
                break;
            }
            int attempts = seen.onPrimary(outcomes.get(i).at(), until);
            if (open && attempts > 1) {
                return Optional.of(attempts + " attempts at "
                        + Seconds.of(outcomes.get(i).at()) + ", although the circuit was open");
            }
            open = open || attempts == 0;
        }
        if (!open) {
            return Optional.of("the circuit never opened: each request asked "
                    + seen.policy().primary() + " first");
        }
        return isBack(seen)
                ? Optional.empty()
                : Optional.of(seen.policy().primary() + " was not used again within " + Seconds.of(back)
                        + " of its recovery");
    }

    private boolean isBack(Sighting seen) {
        Duration latest = lasts.plus(back);
        return seen.outcomes().stream()
                .anyMatch(outcome -> outcome.at().compareTo(latest) <= 0
                        && outcome.model().equals(seen.policy().primary()));
    }
}
