package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelHealth.State;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a model's health, state by state. */
class HealthTest {
    private final ManualTiming timing = new ManualTiming();
    private final Health health = new Health(BreakerConfig.DEFAULT, new KeyRing(List.of("a"), timing), timing);

    @Test
    void aModelIsHealthySinceItIsThere() {
        timing.advance(Duration.ofSeconds(9));

        assertThat(health.snapshot("m"))
                .isEqualTo(new ModelHealth("m", State.HEALTHY, Duration.ofSeconds(9), null, Duration.ZERO));
        assertThat(health.objection()).isEmpty();
        assertThat(health.untilAvailable()).isEmpty();
    }

    @Test
    void aRateLimitCountsSinceItWasMet() {
        timing.advance(Duration.ofSeconds(9));
        permit().failed(EngineFixture.rateLimited(Duration.ofSeconds(5)));
        timing.advance(Duration.ofSeconds(2));

        assertThat(health.snapshot("m"))
                .isEqualTo(new ModelHealth(
                        "m", State.RATE_LIMITED, Duration.ofSeconds(2), "RateLimitException", Duration.ofSeconds(3)));
        assertThat(health.objection()).contains("rate limited for another 3.0 s");
        assertThat(health.isRateLimited()).isTrue();
        assertThat(health.tryAcquire()).isNull();
        timing.advance(Duration.ofSeconds(3));
        assertThat(health.isRateLimited()).isFalse();
        assertThat(health.snapshot("m").state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void refusedKeysCountSinceTheyWereRefused() {
        timing.advance(Duration.ofSeconds(9));
        permit().failed(new AuthenticationException(ErrorFacts.because("401").build()));
        health.keys().rest(new ApiKey(0, "a"), Duration.ofSeconds(30));
        timing.advance(Duration.ofMillis(500));

        ModelHealth snapshot = health.snapshot("m");
        assertThat(snapshot.state()).isEqualTo(State.KEYS_REFUSED);
        assertThat(snapshot.stateFor()).isEqualTo(Duration.ofMillis(500));
        assertThat(snapshot.retryIn()).isEqualTo(Duration.ofMillis(29_500));
        assertThat(health.objection()).contains("its keys were refused, and rest for 29.5 s");
        assertThat(health.untilAvailable()).as("it may be asked all the same").isEmpty();
    }

    @Test
    void anOpenCircuitNamesTheErrorThatOpenedIt() {
        open();
        timing.advance(Duration.ofSeconds(2));

        assertThat(health.objection()).contains("circuit open for another 3.0 s after ProviderUnavailableException");
        assertThat(health.snapshot("m"))
                .isEqualTo(new ModelHealth(
                        "m", State.OPEN, Duration.ofSeconds(2), "ProviderUnavailableException", Duration.ofSeconds(3)));
        assertThat(health.untilAvailable()).contains(Duration.ofSeconds(3));
        timing.advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(health.objection()).contains("circuit open for another 0.001 s after ProviderUnavailableException");
    }

    @Test
    void aProbeUnderWayIsToldAndOneThatBeginsToAnswerEndsIt() {
        open();
        timing.advance(Duration.ofSeconds(5));
        Admission.Permit probe = permit();
        assertThat(health.snapshot("m").state()).isEqualTo(State.PROBING);
        assertThat(health.objection()).contains("circuit half-open, its probe is under way");

        probe.begun();

        assertThat(health.snapshot("m").state()).isEqualTo(State.RECOVERING);
        assertThat(health.objection()).isEmpty();
    }

    @Test
    void aProbeThatWasCancelledLeavesItsPlaceToAnother() {
        open();
        timing.advance(Duration.ofSeconds(5));
        permit().dropped();
        assertThat(health.untilAvailable()).isEmpty();

        permit().failed(cancelled());
        assertThat(health.untilAvailable()).isEmpty();
        assertThat(health.snapshot("m").lastError()).isEqualTo("ProviderUnavailableException");
    }

    @Test
    void whatTheCallerDidWrongDoesNotOpenTheCircuit() {
        for (int i = 0; i < 20; i++) {
            permit().failed(EngineFixture.tooLong());
        }

        assertThat(health.snapshot("m").state()).isEqualTo(State.HEALTHY);
        assertThat(health.snapshot("m").lastError()).isEqualTo("ContextLengthException");
    }

    @Test
    void answersKeepTheCircuitClosed() {
        for (int i = 0; i < 20; i++) {
            permit().failed(EngineFixture.unavailable());
            permit().answered();
            permit().answered();
        }

        assertThat(health.snapshot("m").state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void anExhaustedQuotaRestsForAMinuteWhereTheProviderSaysNothing() {
        permit().failed(new RateLimitException(ErrorFacts.because("quota").build(), true));

        assertThat(health.untilAvailable()).contains(Duration.ofMinutes(1));
    }

    @Test
    void aLimitThatRunsIsNotMadeLongerByOneWithoutAKey() {
        permit().failed(EngineFixture.rateLimited(Duration.ofSeconds(5)));
        health.keys().limited(limit(Duration.ofSeconds(50)));
        assertThat(health.untilAvailable()).contains(Duration.ofSeconds(5));

        var many = new KeyRing(List.of("a", "b"), timing);
        many.limited(limit(Duration.ofSeconds(50)));
        assertThat(many.untilUnlimited())
                .as("which of the keys met it is not known")
                .isZero();
        assertThat(many.size()).isEqualTo(2);
    }

    @Test
    void aRestThatFollowsLaterThanTwiceTheLastBeginsAnew() {
        var rest = new KeyRest(Duration.ofSeconds(1), Duration.ofMinutes(1), 0);
        rest.begin(0, null);
        assertThat(rest.left(0)).isEqualTo(seconds(1));
        rest.begin(seconds(3), null);
        assertThat(rest.left(seconds(3))).as("within twice its length").isEqualTo(seconds(2));
        rest.begin(seconds(9) + 1, null);
        assertThat(rest.left(seconds(9) + 1)).as("later").isEqualTo(seconds(1));
        rest.begin(seconds(10) + 1, null);
        assertThat(rest.left(seconds(10) + 1)).as("the moment it is over").isEqualTo(seconds(2));
    }

    @Test
    void limitsBetweenAnswersAreNoLongerAndLongerPauses() {
        for (int i = 0; i < 8; i++) {
            Admission.Permit before = permit();
            permit().failed(limit(null));
            assertThat(health.untilAvailable()).contains(Duration.ofSeconds(1));
            before.answered(); // it began before the limit, and says nothing of it
            timing.advance(Duration.ofSeconds(1));
            if (i % 2 == 0) {
                permit().answered();
            } else {
                permit().begun();
            }
        }
        permit().failed(limit(null));
        timing.advance(Duration.ofSeconds(1));
        permit().failed(limit(null));
        assertThat(health.untilAvailable())
                .as("nothing was answered in between")
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void aNameThatShowsUpInALogHoldsNoKey() {
        var book = new HealthBook(null, timing);

        assertThat(book.ring(List.of("provider", "secret"), List.of("secret"))
                        .next()
                        .orElseThrow())
                .hasToString("key 1");
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            permit().failed(EngineFixture.unavailable());
        }
    }

    private Admission.Permit permit() {
        return Objects.requireNonNull(health.tryAcquire());
    }

    private static RateLimitException limit(@Nullable Duration wait) {
        return (RateLimitException) EngineFixture.rateLimited(wait);
    }

    private static LlmRouterException cancelled() {
        return new CancelledException(ErrorFacts.because("cancelled").build());
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
