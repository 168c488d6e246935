package io.llmrouter.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.testkit.WireKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table, in fast time. */
class ScorecardTest {
    private static final double SCALE = 0.1;
    /** The outage is long and its limits are wide. */
    private static final double SCALE_OF_OUTAGE = 0.05;

    private static final int AT_A_TIME = 3;

    @TempDir
    private static Path folder;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);
    private static final Map<String, Future<List<Result>>> RUNS = new HashMap<>();

    @BeforeAll
    static void startAll() throws Exception {
        RouterConfig policy = policy();
        for (boolean streamed : List.of(true, false)) {
            for (WireKind format : WireKind.values()) {
                RUNS.put(
                        format + " " + streamed,
                        THREADS.submit(() -> run(policy, format, streamed, RouterCaller::new)));
            }
            RUNS.put(
                    "server " + streamed,
                    THREADS.submit(() -> run(policy, WireKind.OPENAI, streamed, HttpCaller::new)));
        }
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI true, 35",
        "OPENAI false, 23",
        "ANTHROPIC true, 35",
        "ANTHROPIC false, 23",
        "BEDROCK true, 35",
        "BEDROCK false, 23",
        "server true, 35",
        "server false, 23"
    })
    void everyScenarioPasses(String run, int scenarios) throws Exception {
        List<Result> results = RUNS.get(run).get(90, TimeUnit.SECONDS);

        assertThat(results).hasSize(scenarios);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.verdict())
                        .as(result.scenario().id() + ": " + result.what())
                        .isEqualTo(Verdict.PASS));
    }

    private static List<Result> run(
            RouterConfig policy, WireKind format, boolean streamed, Function<Router, Caller> callers)
            throws InterruptedException {
        var rehearsal = new Rehearsal(policy, "primary", format, streamed, SCALE, callers);
        Scenario outage = Scenarios.byId("S15").orElseThrow();
        List<Scenario> others = Stream.concat(Scenarios.scorecard().stream(), Scenarios.further().stream())
                .filter(scenario -> !scenario.id().equals(outage.id()))
                .toList();
        var results = new ArrayList<>(rehearsal.run(rehearsal.fitting(others), result -> {}));
        results.addAll(new Rehearsal(policy, "primary", format, streamed, SCALE_OF_OUTAGE, callers)
                .run(List.of(outage), result -> {}));
        return results;
    }

    /** At most two retries, 30 s a request, one fallback. */
    private static RouterConfig policy() throws Exception {
        Path file = Files.writeString(folder.resolve("llmrouter.yaml"), """
                resilience:
                  max_retries: 2
                  first_token_timeout: 8s
                  stall_timeout: 10s
                  request_timeout: 10s
                  deadline: 30s
                llms:
                  primary:
                    {provider: openai, model: m1, base_url: "http://127.0.0.1:9/v1", api_key: k, fallbacks: [secondary],
                     input_price: 1, output_price: 2, context_limit: 8192}
                  secondary:
                    {provider: openai, model: m2, base_url: "http://127.0.0.1:9/v1", api_key: k,
                     input_price: 1, output_price: 2, context_limit: 100000}
                """);
        return LlmRouter.configOf(file);
    }
}
