package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastBusyStrategyTest {
    private final RoutingStrategy strategy = Routing.strategy(new LeastBusyStrategyProvider(), Map.of(), "a", "b", "c");

    @Test
    void theModelWithTheFewestCallsUnderWayIsChosen() {
        assertThat(strategy.decide(Routing.among(named("a", 3), named("b", 1), named("c", 2))))
                .isEqualTo(RoutingDecision.of(
                        "b",
                        "fewest calls under way: 1",
                        List.of(
                                new Considered("a", 3.0, null),
                                new Considered("b", 1.0, null),
                                new Considered("c", 2.0, null))));
    }

    @Test
    void equalModelsHaveEqualChances() {
        RoutingContext context = Routing.among(named("a", 0), named("busy", 1), named("b", 0), named("c", 0));
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 3_000; i++) {
            counts.merge(strategy.decide(context).model(), 1, Integer::sum);
        }

        assertThat(counts).containsOnlyKeys("a", "b", "c");
        assertThat(counts.values()).allMatch(count -> count > 850 && count < 1_150);
    }

    private static TestCandidate named(String name, int inFlight) {
        return TestCandidate.named(name).busy(inFlight);
    }
}
