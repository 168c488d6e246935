package io.llmrouter.cli.chaos;

import io.llmrouter.api.Router;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.engine.EngineFactory;
import io.llmrouter.core.engine.Plugins;
import io.llmrouter.testkit.WireKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs scenarios against a policy, each with a wall and a router of its own. Safe for concurrent use. */
public final class Rehearsal {
    private static final int AT_A_TIME = 4;
    /** How long after its time an answer is still waited for, to tell a late one from none. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final WallConfig config;
    private final Policy policy;
    private final boolean streamed;
    private final FastTime time;
    private final Function<Router, Caller> callers;

    /**
     * Prepares.
     *
     * @param primary the model that is asked
     * @param format the wire format of all models; {@code null} for each model's own
     * @param streamed whether the answers come in pieces
     * @param scale what part of its real length everything takes: 1 for real time, 0.1 for a tenth
     */
    public Rehearsal(RouterConfig config, String primary, @Nullable WireKind format, boolean streamed, double scale) {
        this(config, primary, format, streamed, scale, RouterCaller::new);
    }

    Rehearsal(
            RouterConfig config,
            String primary,
            @Nullable WireKind format,
            boolean streamed,
            double scale,
            Function<Router, Caller> callers) {
        this.config = new WallConfig(config, format);
        this.policy = this.config.policy(primary);
        this.streamed = streamed;
        this.time = new FastTime(scale);
        this.callers = callers;
    }

    /** Those of the scenarios that make sense of the answers' kind. */
    public List<Scenario> fitting(List<Scenario> scenarios) {
        return scenarios.stream()
                .filter(scenario -> streamed || !scenario.streamedOnly())
                .toList();
    }

    /**
     * Runs scenarios, several at a time, and gives the results in their order.
     *
     * @param progress told each result as it comes, one at a time
     */
    public List<Result> run(List<Scenario> scenarios, Consumer<Result> progress) throws InterruptedException {
        warmUp();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            var running = new ArrayList<Future<Result>>();
            for (Scenario scenario : scenarios) {
                running.add(threads.submit(() -> {
                    Result result = run(scenario);
                    synchronized (this) {
                        progress.accept(result);
                    }
                    return result;
                }));
            }
            var results = new ArrayList<Result>();
            for (Future<Result> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("A scenario could not be run", failure.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** One call, so that the times to come are those of calls rather than of the JVM's start. */
    private void warmUp() throws InterruptedException {
        Scenario healthy = Scenario.scripted("", "", (attempt, at, faster) -> Wall.whole());
        run(healthy.requests(3, Duration.ZERO));
    }

    private Result run(Scenario scenario) throws InterruptedException {
        try (Wall wall = new Wall(time).play(scenario, policy);
                Router router = new EngineFactory(Plugins.find(), Map.of(), null)
                        .atSpeed(time.speed())
                        .create(config.at(wall));
                Caller caller = callers.apply(router)) {
            Duration patience = time.onClock(scenario.within().plus(GRACE));
            var outcomes = new ArrayList<Outcome>();
            wall.begin();
            for (int i = 0; i < scenario.requests(); i++) {
                pause(scenario.every().multipliedBy(i).minusNanos(wall.now()));
                outcomes.add(caller.ask(policy.primary(), streamed, patience, wall::now));
            }
            return new Judge(scenario, new Sighting(policy, outcomes, wall.arrivals())).result();
        }
    }

    private void pause(Duration told) throws InterruptedException {
        if (!told.isNegative()) {
            TimeUnit.NANOSECONDS.sleep(time.onClock(told).toNanos());
        }
    }
}
