package io.llmrouter.cli.chaos;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One fault, and what must hold.
 *
 * @param id the name by which it is chosen, such as {@code S07}
 * @param title what goes wrong
 * @param primary what the first model answers
 * @param others what becomes of the whole answer of every other model
 * @param streamedOnly whether it makes no sense of a plain answer
 * @param requests how many requests there are
 * @param every the time from one request to the next; zero to ask when the one before has ended
 * @param within the longest that a request may take
 * @param due the errors that are as good as an answer
 * @param checks what must hold besides
 */
public record Scenario(
        String id,
        String title,
        Script primary,
        UnaryOperator<Answer> others,
        boolean streamedOnly,
        int requests,
        Duration every,
        Duration within,
        BiPredicate<Policy, Outcome.Failure> due,
        List<Check> checks) {
    /** The budget of a request where the scenario says nothing else. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    /** What the first model answers. */
    @FunctionalInterface
    interface Script {
        /**
         * The answer to one attempt.
         *
         * @param attempt its number, from 1
         * @param at when it came, from the start of the scenario
         * @param time how fast time passes
         */
        Answer answer(int attempt, Duration at, FastTime time);
    }

    static Scenario scripted(String id, String title, Script primary) {
        return new Scenario(
                id,
                title,
                primary,
                UnaryOperator.identity(),
                false,
                1,
                Duration.ZERO,
                BUDGET,
                (policy, failure) -> false,
                List.of());
    }

    static Scenario once(String id, String title, Fault fault) {
        return scripted(
                id, title, (attempt, at, time) -> attempt == 1 ? Wall.whole().with(fault) : Wall.whole());
    }

    static Scenario always(String id, String title, Fault fault) {
        return scripted(id, title, (attempt, at, time) -> Wall.whole().with(fault));
    }

    Scenario streamed() {
        return new Scenario(id, title, primary, others, true, requests, every, within, due, checks);
    }

    Scenario others(UnaryOperator<Answer> changed) {
        return new Scenario(id, title, primary, changed, streamedOnly, requests, every, within, due, checks);
    }

    Scenario requests(int number, Duration pause) {
        return new Scenario(id, title, primary, others, streamedOnly, number, pause, within, due, checks);
    }

    Scenario within(Duration longest) {
        return new Scenario(id, title, primary, others, streamedOnly, requests, every, longest, due, checks);
    }

    /** An error with words of that pattern is as good as an answer, under some policies. */
    Scenario due(String pattern, Predicate<Policy> under) {
        var words = Pattern.compile(pattern);
        return new Scenario(
                id,
                title,
                primary,
                others,
                streamedOnly,
                requests,
                every,
                within,
                (policy, failure) ->
                        under.test(policy) && words.matcher(failure.message()).find(),
                checks);
    }

    Scenario check(Check more) {
        List<Check> all = Stream.concat(checks.stream(), Stream.of(more)).toList();
        return new Scenario(id, title, primary, others, streamedOnly, requests, every, within, due, all);
    }
}
