package io.llmrouter.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final BreakerConfig CONFIG =
            new BreakerConfig(true, 3, 0.5, 10, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(20));

    private long now = Long.MAX_VALUE - Duration.ofSeconds(8).toNanos(); // the clock overflows on the way
    private CircuitBreaker breaker = new CircuitBreaker(CONFIG, () -> now);

    @Test
    void failuresInARowOpenTheCircuit() {
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        fail(1);

        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anAnswerInBetweenStartsTheCountAnew() {
        fail(2);
        permit().answered();
        fail(2);

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void failuresFarApartDoNotAddUp() {
        for (int i = 0; i < 10; i++) {
            fail(1);
            pass(31);
        }

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void aShareOfFailuresInTheWindowOpensItToo() {
        for (int i = 0; i < 4; i++) {
            fail(1);
            permit().answered();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        permit().answered();
        fail(1);

        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void whatSaysNothingOfTheModelDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            permit().dropped();
        }

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void afterItsTimeOneCallProbes() {
        fail(3);
        pass(5);
        assertThat(breaker.untilAvailable()).isZero();
        Permit probe = permit();

        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(breaker.tryAcquire()).as("a second probe").isNull();
        probe.dropped();
        assertThat(breaker.tryAcquire())
                .as("a probe after one without a result")
                .isNotNull();
    }

    @Test
    void aProbeThatFailsOpensItForTwiceAsLongUpToTheLongest() {
        fail(3);
        for (int seconds : new int[] {5, 10, 20, 20}) {
            assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofSeconds(seconds));
            pass(seconds);
            permit().failed();
        }
    }

    @Test
    void afterAProbeThatIsAnsweredCallsComeBackLittleByLittle() {
        fail(3);
        pass(5);
        permit().begun();
        assertThat(breaker.state()).isEqualTo(CircuitState.RECOVERING);
        Permit first = permit();
        Permit second = permit();
        assertThat(breaker.tryAcquire()).as("a third at once").isNull();

        first.answered();
        second.answered();
        for (int i = 0; i < 8; i++) {
            permit().answered();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void aRelapseOpensItForLonger() {
        fail(3);
        pass(5);
        permit().answered();
        permit().failed();

        assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void callsThatBeganBeforeDoNotCountInAnotherState() {
        Permit slow = permit();
        Permit slower = permit();
        fail(3);
        slow.answered();
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        pass(5);
        Permit probe = permit();
        slower.failed();
        assertThat(breaker.state()).isEqualTo(CircuitState.HALF_OPEN);
        probe.answered();

        assertThat(breaker.state()).isEqualTo(CircuitState.RECOVERING);
    }

    @Test
    void aPermitCountsOnce() {
        Permit permit = permit();
        permit.failed();
        permit.failed();
        permit.failed();

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void turnedOffItNeverOpens() {
        breaker = new CircuitBreaker(
                new BreakerConfig(false, 1, 0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO), () -> now);
        fail(50);

        assertThat(breaker.tryAcquire()).isNotNull();
        assertThat(breaker.untilAvailable()).isZero();
    }

    private Permit permit() {
        return Objects.requireNonNull(breaker.tryAcquire());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            permit().failed();
        }
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
