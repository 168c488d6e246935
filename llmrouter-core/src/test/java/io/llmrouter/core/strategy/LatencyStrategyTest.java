package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyStrategyTest {
    private static final TestCandidate SLOW = TestCandidate.named("slow").millis(900);
    private static final TestCandidate FAST = TestCandidate.named("fast").millis(211.7);
    private static final TestCandidate NEW = TestCandidate.named("new");

    @Test
    void theFastestIsChosen() {
        assertThat(strategy(0).decide(Routing.among(SLOW, FAST)))
                .returns("fast", RoutingDecision::model)
                .returns("fastest: 212 ms", RoutingDecision::reason);
    }

    @Test
    void aModelThatIsNotMeasuredIsTriedFirstAndOnce() {
        var strategy = strategy(0);

        RoutingDecision first = strategy.decide(Routing.among(SLOW, FAST, NEW));

        assertThat(first.model()).isEqualTo("new");
        assertThat(first.reason()).isEqualTo("first try: its latency is not known yet");
        assertThat(first.candidates())
                .containsExactly(
                        new Considered("slow", 900.0, null),
                        new Considered("fast", 211.7, null),
                        new Considered("new", null, null));
        assertThat(strategy.decide(Routing.among(SLOW, FAST, NEW)).model()).isEqualTo("fast");
    }

    @Test
    void beforeTheFirstAnswersTheCallsAreSpread() {
        var strategy = strategy(0);
        TestCandidate other = TestCandidate.named("other");

        assertThat(strategy.decide(Routing.among(NEW, other)).model()).isEqualTo("new");
        assertThat(strategy.decide(Routing.among(NEW.busy(1), other)).model()).isEqualTo("other");
        assertThat(strategy.decide(Routing.among(NEW.busy(2), other.busy(1))))
                .returns("other", RoutingDecision::model)
                .returns("no latency is known yet: fewest calls under way", RoutingDecision::reason);
    }

    @Test
    void someRequestsExploreTheOthers() {
        var strategy = strategy(0.2);
        RoutingContext context =
                Routing.among(SLOW, FAST, TestCandidate.named("slower").millis(2_000));
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 5_000; i++) {
            counts.merge(strategy.decide(context).model(), 1, Integer::sum);
        }

        assertThat(counts.get("fast")).isBetween(3_850, 4_150);
        assertThat(counts.get("slow")).isBetween(400, 600);
        assertThat(counts.get("slower")).isBetween(400, 600);
    }

    @Test
    void exploringNeverMeansTheFastestAndTheReasonSaysSo() {
        assertThat(strategy(1).decide(Routing.among(SLOW, FAST)))
                .returns("slow", RoutingDecision::model)
                .returns("exploring, as 100 % of the requests do", RoutingDecision::reason);
        assertThat(strategy(1).decide(Routing.among(FAST, SLOW)).model()).isEqualTo("slow");
        assertThat(strategy(1).decide(Routing.among(FAST)).model()).isEqualTo("fast");
    }

    @Test
    void aTwentiethExploresIfNothingIsSet() {
        var strategy = Routing.strategy(new LatencyStrategyProvider(), Map.of(), "slow", "fast");
        int explored = 0;
        for (int i = 0; i < 10_000; i++) {
            explored += strategy.decide(Routing.among(SLOW, FAST)).model().equals("slow") ? 1 : 0;
        }

        assertThat(explored).isBetween(400, 600);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1})
    void aShareOutsideZeroToOneIsRefused(double exploration) {
        assertThatThrownBy(() -> strategy(exploration))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.exploration: expected a number from 0 to 1");
    }

    private static RoutingStrategy strategy(double exploration) {
        return Routing.strategy(
                new LatencyStrategyProvider(), Map.of("exploration", exploration), "slow", "fast", "new");
    }
}
