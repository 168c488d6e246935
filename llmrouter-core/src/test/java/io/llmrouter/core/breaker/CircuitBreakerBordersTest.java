package io.llmrouter.core.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.BreakerConfig;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The borders of the circuit's counts and times. */
class CircuitBreakerBordersTest {
    private long now = 7;
    private CircuitBreaker breaker = breaker(3, 1.1);

    @Test
    void failuresJustWithinTheWindowOfOneAnotherAddUpAndJustBeyondDoNot() {
        permit().failed();
        pass(Duration.ofSeconds(30));
        permit().failed();
        pass(Duration.ofSeconds(30).plusNanos(1));
        permit().failed();
        permit().failed();
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);

        pass(Duration.ofSeconds(30));
        permit().failed();
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void theShareCountsFailuresOfTheWindowOnly() {
        breaker = breaker(1_000, 0.5);
        for (int i = 0; i < 9; i++) {
            permit().failed();
        }
        pass(Duration.ofSeconds(31));
        for (int i = 0; i < 9; i++) {
            permit().answered();
        }
        permit().failed();
        assertThat(breaker.state()).as("1 of 10 in the window").isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void aWindowCountsItsSlicesAndNoMore() {
        var window = new CallWindow(100, 1_000);
        window.add(1_000, true);
        window.add(1_009, false);
        window.add(1_010, true);
        assertThat(window.calls()).isEqualTo(3);
        assertThat(window.failures()).isEqualTo(2);

        window.add(1_099, false);
        assertThat(window.calls()).as("the tenth slice").isEqualTo(4);
        window.add(1_100, false);
        assertThat(window.calls()).as("the first slice is gone").isEqualTo(3);
        assertThat(window.failures()).isEqualTo(1);
        window.add(1_300, true);
        assertThat(window.calls()).as("all are gone").isEqualTo(1);
        assertThat(window.failures()).isEqualTo(1);
    }

    @Test
    void fewerCallsThanTheFewestDoNotOpenItByTheirShare() {
        breaker = breaker(1_000, 0.5);
        for (int i = 0; i < 9; i++) {
            permit().failed();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        permit().failed();
        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void exactlyTheShareIsTooMuch() {
        breaker = breaker(1_000, 0.6);
        for (int i = 0; i < 4; i++) {
            permit().answered();
        }
        for (int i = 0; i < 5; i++) {
            permit().failed();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
        permit().failed();
        assertThat(breaker.state()).as("6 of 10").isEqualTo(CircuitState.OPEN);
    }

    @Test
    void theTimeInAStateCountsFromItsBeginning() {
        pass(Duration.ofSeconds(4));
        assertThat(breaker.stateFor()).isEqualTo(Duration.ofSeconds(4));
        open();
        assertThat(breaker.stateFor()).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(breaker.stateFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whileAProbeIsUnderWayItIsWorthLookingAgainSoon() {
        open();
        pass(Duration.ofSeconds(5));
        Permit probe = permit();

        assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofMillis(250));
        probe.dropped();
        assertThat(breaker.untilAvailable()).isZero();
    }

    @Test
    void whileAsManyRunAsTheModelMayHaveItIsWorthLookingAgainSoon() {
        open();
        pass(Duration.ofSeconds(5));
        permit().answered();
        assertThat(breaker.untilAvailable()).isZero();
        permit();
        Permit second = permit();

        assertThat(breaker.untilAvailable()).isEqualTo(Duration.ofMillis(250));
        second.dropped();
        assertThat(breaker.untilAvailable()).isZero();
        assertThat(breaker.tryAcquire()).as("in the place of the dropped").isNotNull();
    }

    @Test
    void theFirstContentOfACallGivesItsPlaceNotBackButItsEndDoes() {
        open();
        pass(Duration.ofSeconds(5));
        permit().answered();
        Permit one = permit();
        Permit two = permit();
        one.begun();
        two.begun();
        assertThat(breaker.tryAcquire()).as("both still run").isNull();

        one.dropped();
        assertThat(breaker.tryAcquire()).isNotNull();
    }

    @Test
    void onlyAnswersCloseIt() {
        open();
        pass(Duration.ofSeconds(5));
        permit().answered();
        for (int i = 0; i < 30; i++) {
            permit().dropped();
        }
        assertThat(breaker.state()).isEqualTo(CircuitState.RECOVERING);
        for (int i = 0; i < 9; i++) {
            permit().answered();
        }
        assertThat(breaker.state()).as("ten with the probe").isEqualTo(CircuitState.RECOVERING);
        permit().answered();
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void aCallThatBeganMayStillFail() {
        breaker = breaker(1, 1.1);
        Permit permit = permit();
        permit.begun();
        permit.begun();
        permit.failed();

        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    }

    private static BreakerConfig config(int failures, double rate) {
        return new BreakerConfig(
                true, failures, rate, 10, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    private CircuitBreaker breaker(int failures, double rate) {
        return new CircuitBreaker(config(failures, rate), () -> now);
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            permit().failed();
        }
    }

    private Permit permit() {
        return Objects.requireNonNull(breaker.tryAcquire());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
