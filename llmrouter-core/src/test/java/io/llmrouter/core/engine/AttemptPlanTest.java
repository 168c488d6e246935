package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.core.engine.AttemptPlan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What follows a failed attempt, at the borders of its waits. */
class AttemptPlanTest {
    private final ManualTiming timing = new ManualTiming();
    private final Member a = member("a");
    private final Member b = member("b");
    private final Member c = member("c");

    @Test
    void theWaitForAProviderIsAtMostTenSecondsWhereAnotherCouldBeAskedAndAMinuteWhereNot() {
        assertThat(stepAfterLimit(10, null, b)).isEqualTo(new Step(a, Duration.ofSeconds(10)));
        assertThat(stepAfterLimit(11, null, b)).isEqualTo(new Step(b, Duration.ZERO));
        assertThat(stepAfterLimit(60, null)).isEqualTo(new Step(a, Duration.ofMinutes(1)));
        assertThat(stepAfterLimit(61, null)).isNull();
    }

    @Test
    void aWaitThatEndsWithTheDeadlineIsTooLong() {
        assertThat(stepAfterLimit(5, Duration.ofSeconds(5))).isNull();
        assertThat(stepAfterLimit(5, Duration.ofSeconds(5).plusNanos(1))).isEqualTo(new Step(a, Duration.ofSeconds(5)));
    }

    @Test
    void ofSeveralKeysTheNextThatIsFreeIsUsedAtOnce() {
        var keys = new KeyRing(List.of("one", "two"), timing);
        Member many = member("many", keys);
        AttemptPlan plan = plan(many, b);
        keys.refused(new ApiKey(0, "one"), EngineFixture.rateLimited(Duration.ofSeconds(5)));
        assertThat(plan.after(many, EngineFixture.rateLimited(Duration.ofSeconds(5)), null))
                .isEqualTo(new Step(many, Duration.ZERO));

        keys.refused(new ApiKey(1, "two"), EngineFixture.rateLimited(Duration.ofSeconds(7)));
        assertThat(plan.after(many, EngineFixture.rateLimited(Duration.ofSeconds(7)), null))
                .as("the first that is back")
                .isEqualTo(new Step(many, Duration.ofSeconds(5)));
    }

    @Test
    void aModelThatFailsOtherwiseWaitsTheUsualTimeHoweverManyKeysItHas() {
        var keys = new KeyRing(List.of("one", "two"), timing);
        Member many = member("many", keys);

        assertThat(plan(many, b).after(many, EngineFixture.unavailable(), null))
                .isEqualTo(new Step(many, Duration.ZERO));
        keys.refused(new ApiKey(0, "one"), EngineFixture.rateLimited(Duration.ofSeconds(5)));
        keys.refused(new ApiKey(1, "two"), EngineFixture.rateLimited(Duration.ofSeconds(5)));
        assertThat(plan(many, b).after(many, overloaded(Duration.ofSeconds(6)), null))
                .as("as long as the provider asks")
                .isEqualTo(new Step(many, Duration.ofSeconds(6)));
    }

    @Test
    void aModelWhoseCircuitOpenedIsNotAskedAgainWhereAnotherIs() {
        open(a);

        assertThat(plan(a, b).after(a, EngineFixture.unavailable(), null)).isEqualTo(new Step(b, Duration.ZERO));
        assertThat(plan(a).after(a, EngineFixture.unavailable(), null))
                .as("nobody else")
                .isEqualTo(new Step(a, Duration.ofSeconds(5)));
    }

    @Test
    void theBudgetOfRetriesIsTheCallsAndTheCountOfAModelItsOwn() {
        AttemptPlan plan = new AttemptPlan(selection(a, b), 2, new Backoff(new Zero()));
        assertThat(plan.after(a, EngineFixture.garbage(), null).member()).isSameAs(a);
        assertThat(plan.after(a, EngineFixture.garbage(), null).member()).isSameAs(b);
        assertThat(plan.after(b, EngineFixture.garbage(), null).member()).isSameAs(b);
        assertThat(plan.after(b, EngineFixture.garbage(), null)).isNull();
    }

    @Test
    void inThePlaceOfAModelThatIsNotLetInComesTheFirstThatIs() {
        limit(a, 5);
        limit(b, 3);
        AttemptPlan plan = plan(a, b, c);

        assertThat(plan.instead(a, null)).isEqualTo(new Step(c, Duration.ZERO));
        assertThat(plan.instead(a, null)).as("who is back first").isEqualTo(new Step(b, Duration.ofSeconds(3)));
        assertThat(plan.soonest(a)).as("b is no fallback any more").isSameAs(a);
    }

    @Test
    void aCircuitIsWaitedForTenSecondsAndARateLimitAMinute() {
        limit(a, 60);
        assertThat(plan(a).instead(a, null)).isEqualTo(new Step(a, Duration.ofMinutes(1)));
        limit(b, 61);
        assertThat(plan(b).instead(b, null)).isNull();
        open(c);
        probeAndFail(c); // open for ten seconds now
        assertThat(plan(c).instead(c, null)).isEqualTo(new Step(c, Duration.ofSeconds(10)));
        timing.advance(Duration.ofSeconds(10));
        probeAndFail(c);
        assertThat(plan(c).instead(c, null)).as("open for twenty").isNull();
    }

    @Test
    void aWaitForWhoReturnsFirstStaysWithinTheDeadline() {
        limit(a, 5);

        assertThat(plan(a).instead(a, Duration.ofSeconds(5))).isNull();
        assertThat(plan(a).instead(a, Duration.ofSeconds(6))).isEqualTo(new Step(a, Duration.ofSeconds(5)));
    }

    @Test
    void allWaitsOfACallTogetherAreNoLongerThanTheLongest() {
        limit(a, 40);
        AttemptPlan plan = plan(a);
        assertThat(plan.instead(a, null)).isNotNull();
        assertThat(plan.instead(a, null)).as("forty seconds more").isNull();
    }

    @Test
    void whoWasAskedBesideAnotherAndHasNotFailedComesBackBeforeAllOthers() {
        AttemptPlan plan = plan(a, b, c);
        plan.putBack(a);

        assertThat(plan.after(
                        b,
                        new DeadlineException.FirstToken(
                                ErrorFacts.because("late").build()),
                        null))
                .isEqualTo(new Step(a, Duration.ZERO));
    }

    @Test
    void whoReturnsFirstHasRetriesOfItsOwn() {
        AttemptPlan plan = plan(a, b);
        assertThat(plan.after(a, EngineFixture.garbage(), null).member()).isSameAs(a);
        limit(a, 5);
        limit(b, 3);
        assertThat(plan.instead(a, null).member()).isSameAs(b);
        timing.advance(Duration.ofSeconds(3));

        assertThat(plan.after(b, EngineFixture.garbage(), null))
                .as("b has failed for the first time")
                .isEqualTo(new Step(b, Duration.ZERO));
    }

    @Test
    void aWaitForTheSameModelGivesItNoFurtherRetries() {
        AttemptPlan plan = plan(a);
        assertThat(plan.after(a, EngineFixture.garbage(), null).member()).isSameAs(a);
        limit(a, 5);
        assertThat(plan.instead(a, null).member()).isSameAs(a);
        timing.advance(Duration.ofSeconds(5));

        assertThat(plan.after(a, EngineFixture.garbage(), null)).isNull();
    }

    @Test
    void aProbeThatNoBudgetPaysForIsLeftToOthers() {
        open(b);
        timing.advance(Duration.ofSeconds(5));

        assertThat(plan(a, b).beside(a)).as("hedging is off").isNull();
        assertThat(b.health().untilAvailable()).isEmpty();
    }

    @Test
    void nobodyIsAskedBesideWhoMayNotBeAsked() {
        open(b);

        assertThat(plan(a, b).beside(a)).isNull();
    }

    private static LlmRouterException overloaded(Duration wait) {
        return new ProviderUnavailableException(
                ErrorFacts.because("503").retryAfter(wait).build());
    }

    private Step stepAfterLimit(int seconds, Duration left, Member... fallbacks) {
        return plan(a, fallbacks).after(a, EngineFixture.rateLimited(Duration.ofSeconds(seconds)), left);
    }

    private void limit(Member member, int seconds) {
        Admission.Permit permit = member.health().tryAcquire();
        permit.failed(EngineFixture.rateLimited(Duration.ofSeconds(seconds)));
    }

    private static void open(Member member) {
        for (int i = 0; i < 5; i++) {
            member.health().tryAcquire().failed(EngineFixture.unavailable());
        }
    }

    private void probeAndFail(Member member) {
        member.health().untilAvailable().ifPresent(timing::advance);
        member.health().tryAcquire().failed(EngineFixture.unavailable());
    }

    private AttemptPlan plan(Member chosen, Member... fallbacks) {
        return new AttemptPlan(selection(chosen, fallbacks), 5, new Backoff(new Zero()));
    }

    private static Selection selection(Member chosen, Member... fallbacks) {
        return new Selection(
                RoutingDecision.of(chosen.name(), "the first"),
                chosen,
                List.of(fallbacks),
                List.of(),
                List.of(),
                1,
                Set.of());
    }

    private Member member(String name) {
        return member(name, new KeyRing(List.of(), timing));
    }

    private Member member(String name, KeyRing keys) {
        var entry = new ModelEntry(
                ModelInfo.of(name, "test", name),
                null,
                List.of(),
                List.of(),
                ResilienceConfig.DEFAULT,
                OnUnsupported.WARN,
                RateLimits.NONE,
                SettingsTree.of(Map.of()));
        return new Member(
                entry, new ScriptedModel(), new Health(entry.resilience().breaker(), keys, timing));
    }

    /** Draws 0: waits are as short as they may be. */
    private static final class Zero implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }
    }
}
