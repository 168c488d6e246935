package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StatsTest {
    private static final ModelInfo FAST = model("fast", Prices.of("1", "2"));
    private static final ModelInfo SMART = model("smart", Prices.of("10", "20"));
    private static final ModelInfo UNPRICED = model("unpriced", Prices.UNKNOWN);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private List<ModelInfo> models = List.of(FAST, SMART, UNPRICED);
    private final Stats stats = new Stats(() -> models, () -> now);

    private static ModelInfo model(String name, Prices prices) {
        return new ModelInfo(name, "openai", name, "", prices, Map.of(), null, null);
    }

    private JsonNode written() {
        ObjectNode out = new JsonMapper().createObjectNode();
        stats.write(out, List.of(ModelHealth.healthy("fast")));
        return out;
    }

    private static Attempt attempt(ModelInfo model, long millis, Usage usage, @Nullable LlmRouterException error) {
        BigDecimal cost = model.prices().cost(usage).orElse(null);
        Duration duration = Duration.ofMillis(millis);
        return new Attempt(
                model.name(), "openai", Duration.ZERO, duration, duration.dividedBy(2), usage, cost, true, error);
    }

    private void answered(Attempt... attempts) {
        Attempt last = attempts[attempts.length - 1];
        var decision = RoutingDecision.of(last.model(), "because");
        stats.answered(new RoutingReport(
                "req", decision, last.model(), List.of(attempts), last.usage(), last.cost(), last.duration()));
    }

    @Test
    void savedIsWhatTheDearestWouldHaveTakenLessWhatWasPaid() {
        answered(attempt(FAST, 100, Usage.reported(1_000_000, 500_000), null));
        answered(attempt(SMART, 100, Usage.reported(1_000_000, 0), null));
        JsonNode totals = written().get("totals");
        assertThat(totals.get("cost_usd").asDouble()).isEqualTo(12.0);
        assertThat(totals.get("saved_usd").asDouble()).isEqualTo(18.0);
        assertThat(totals.get("requests").asLong()).isEqualTo(2);
        assertThat(totals.get("unpriced_attempts").asLong()).isZero();
        assertThat(written().at("/models/1/saved_usd").asDouble()).isZero();
    }

    @Test
    void whatIsNotKnownStaysUnknown() {
        answered(attempt(UNPRICED, 100, Usage.reported(10, 10), null));
        answered(attempt(FAST, 100, Usage.UNKNOWN, null));
        JsonNode totals = written().get("totals");
        assertThat(totals.get("cost_usd").isNull()).isTrue();
        assertThat(totals.get("saved_usd").isNull()).isTrue();
        assertThat(totals.get("unpriced_attempts").asLong()).isEqualTo(2);
        assertThat(totals.get("input_tokens").asLong()).isEqualTo(10);
    }

    @Test
    void secondsAndMinutesPassOutOfTheRing() {
        answered(attempt(FAST, 80, Usage.reported(5, 5), null));
        now = now.plusSeconds(1);
        answered(attempt(SMART, 40, Usage.reported(1, 1), null));
        JsonNode seconds = written().at("/recent/seconds");
        assertThat(seconds.get("requests").size()).isEqualTo(120);
        assertThat(seconds.at("/requests/119").asLong()).isEqualTo(1);
        assertThat(seconds.at("/requests_by_model/fast/118").asLong()).isEqualTo(1);
        assertThat(seconds.at("/latency_ms/118").asDouble()).isEqualTo(80.0);
        assertThat(seconds.at("/first_token_ms/119").asDouble()).isEqualTo(20.0);
        assertThat(seconds.at("/latency_ms/117").isNull()).isTrue();
        assertThat(written().at("/recent/minutes/requests/59").asLong()).isEqualTo(2);
        now = now.plusSeconds(119);
        assertThat(written().at("/recent/seconds/requests/0").asLong()).isEqualTo(1);
        assertThat(written().at("/recent/seconds/requests_by_model").has("fast"))
                .isFalse();
        now = now.plus(Duration.ofHours(2));
        assertThat(written().at("/recent/minutes/requests").toString()).doesNotContain("1", "2");
        assertThat(written().at("/totals/requests").asLong()).isEqualTo(2);
    }

    @Test
    void aModelFailsUntilItAnswersAndTheRequestsOwnFaultsAreNotItsOwn() {
        var facts = ErrorFacts.because("the provider's words")
                .help("Wait a minute.")
                .httpStatus(429);
        var limited = new RateLimitException(facts.build());
        stats.failed(limited.with(facts.attempts(List.of(attempt(FAST, 5, Usage.UNKNOWN, limited)))
                .build()));
        JsonNode health = written().at("/models/0/health");
        assertThat(health.get("state").asString()).isEqualTo("failing");
        assertThat(health.at("/last_error/kind").asString()).isEqualTo("rate_limit");
        assertThat(health.at("/last_error/status").asInt()).isEqualTo(429);
        assertThat(health.at("/last_error/help").asString()).isEqualTo("Wait a minute.");
        assertThat(health.toString()).doesNotContain("the provider's words");
        answered(attempt(FAST, 5, Usage.reported(1, 1), null));
        assertThat(written().at("/models/0/health/state").asString()).isEqualTo("ok");
        var invalid = new InvalidRequestException(ErrorFacts.because("wrong").build());
        stats.failed(invalid.with(ErrorFacts.because("wrong")
                .attempts(List.of(attempt(FAST, 5, Usage.UNKNOWN, invalid)))
                .build()));
        assertThat(written().at("/models/0/health/state").asString()).isEqualTo("ok");
        assertThat(written().at("/models/0/failed_attempts").asLong()).isEqualTo(2);
        assertThat(written().at("/totals/failed").asLong()).isEqualTo(2);
    }

    @Test
    void whatAClientGaveUpIsNoFailure() {
        stats.failed(new CancelledException(ErrorFacts.because("given up").build()));
        assertThat(written().at("/totals/cancelled").asLong()).isEqualTo(1);
        assertThat(written().at("/totals/failed").asLong()).isZero();
    }

    @Test
    void modelsThatAreNoLongerConfiguredStayCounted() {
        answered(attempt(FAST, 5, Usage.reported(1, 1), null));
        models = List.of(SMART);
        assertThat(written().get("models").size()).isEqualTo(2);
        assertThat(written().at("/models/1/model").asString()).isEqualTo("fast");
        assertThat(written().at("/models/1/configured").asBoolean()).isFalse();
    }

    @Test
    void quantilesAreAboutTenPercentExact() {
        var sketch = new LatencySketch();
        for (int millis = 1; millis <= 1_000; millis++) {
            sketch.add(Duration.ofMillis(millis));
        }
        assertThat(sketch.quantile(0.5)).isBetween(450.0, 550.0);
        assertThat(sketch.quantile(0.95)).isBetween(855.0, 1_045.0);
        assertThat(new LatencySketch().quantile(0.5)).isNull();
        sketch.add(Duration.ofDays(30));
        assertThat(sketch.quantile(1)).isGreaterThan(1_000_000.0);
    }

    @Test
    void theServerTellsItsFiguresPlainAndStreamedWithoutPrompts() {
        try (var it = new ServerFixture()) {
            it.fake.script(
                    "fast",
                    Answer.text("Hello").usage(1_000_000, 0),
                    Answer.text("Hello").usage(1_000_000, 0),
                    Answer.fault(Fault.status(503)));
            it.chat("fast", "a secret prompt");
            it.stream("fast", "a secret prompt");
            it.chat("fast", "a secret prompt");
            var answer = it.get("/v1/stats");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            assertThat(answer.body()).doesNotContain("secret", "Hello");
            JsonNode told = json(answer);
            assertThat(told.get("strategy").asString()).isEqualTo("round_robin");
            assertThat(told.at("/totals/requests").asLong()).isEqualTo(2);
            assertThat(told.at("/totals/failed").asLong()).isEqualTo(1);
            assertThat(told.at("/models/0/cost_usd").asDouble()).isEqualTo(2.0);
            assertThat(told.at("/models/0/health/state").asString()).isEqualTo("failing");
            assertThat(told.at("/models/1/health/state").asString()).isEqualTo("unused");
        }
    }
}
