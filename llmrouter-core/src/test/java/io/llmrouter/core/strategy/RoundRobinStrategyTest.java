package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundRobinStrategyTest {
    private final RoutingStrategy strategy =
            Routing.strategy(new RoundRobinStrategyProvider(), Map.of(), "a", "b", "c");

    @Test
    void sixDrawsOverThreeModelsGoTwiceThroughTheConfiguration() {
        assertThat(turns(6, "a", "b", "c")).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void eachInstanceHasItsOwnTurns() {
        turns(1, "a", "b", "c");
        RoutingStrategy other = Routing.strategy(new RoundRobinStrategyProvider(), Map.of(), "a", "b", "c");

        assertThat(other.decide(Routing.ask("q", "a", "b", "c")).model()).isEqualTo("a");
    }

    @Test
    void staysFairWhereEveryOtherRequestHasFewerCandidates() {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < 300; i++) {
            turns(1, "a", "b", "c").forEach(model -> counts.merge(model, 1, Integer::sum));
            turns(1, "a", "b").forEach(model -> counts.merge(model, 1, Integer::sum));
        }

        assertThat(counts.get("a")).isEqualTo(counts.get("b"));
        assertThat(counts.get("c")).isGreaterThanOrEqualTo(150);
    }

    @Test
    void aModelThatComesBackHasOneTurnAndNoBacklog() {
        turns(100, "a", "b");

        assertThat(turns(4, "a", "b", "c")).containsExactly("c", "a", "b", "c");
    }

    @Test
    void threadsTogetherTakeExactlyEqualTurns() throws Exception {
        int threads = 8;
        int turnsEach = 300;
        var counts = new ConcurrentHashMap<String, Integer>();
        var start = new CyclicBarrier(threads);
        RoutingContext context = Routing.ask("q", "a", "b", "c");
        var pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                done.add(pool.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    for (int i = 0; i < turnsEach; i++) {
                        counts.merge(strategy.decide(context).model(), 1, Integer::sum);
                    }
                    return null;
                }));
            }
            for (Future<?> thread : done) {
                thread.get(10, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(counts).isEqualTo(Map.of("a", 800, "b", 800, "c", 800));
    }

    @Test
    void theReasonSaysHowManyTakeTurns() {
        assertThat(strategy.decide(Routing.ask("q", "a", "b")).reason()).isEqualTo("its turn among 2");
    }

    private List<String> turns(int turns, String... candidates) {
        var models = new ArrayList<String>();
        for (int i = 0; i < turns; i++) {
            models.add(strategy.decide(Routing.ask("q", candidates)).model());
        }
        return models;
    }
}
