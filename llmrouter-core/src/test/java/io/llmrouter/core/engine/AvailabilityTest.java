package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.rateLimited;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelHealth.State;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Models that may not be asked now: open circuits and rate limits. */
class AvailabilityTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");
    private static final ChatRequest TO_A =
            ChatRequest.builder().model("a").user("hello").build();
    private final EngineFixture fixture = new EngineFixture().retries(0);

    /** The scenario: 503 for a minute, then healthy; a request every four seconds. */
    @Test
    void aCircuitThatOpensLetsTheFallbackServeAndComesBackSoonAfterTheRecovery() {
        fixture.retries(2);
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        RoutingEngine engine = fixture.engine();
        long start = fixture.timing.nanoTime();
        int backAt = -1;
        for (int second = 0; second <= 100; second += 4) {
            int before = a.requests.size();
            if (second < 60) {
                a.fails(unavailable(), unavailable());
            } else {
                a.answers("from a");
            }
            b.answers("from b");
            CompletableFuture<ChatResponse> answer = engine.chatAsync(TO_A);
            fixture.timing.advance(Duration.ofSeconds(second + 4).minusNanos(fixture.timing.nanoTime() - start));

            assertThat(answer).isCompleted();
            int asked = a.requests.size() - before;
            if (second < 60) {
                assertThat(answer.join().model()).isEqualTo("b");
                assertThat(asked).as("attempts at %d s", second).isLessThanOrEqualTo(second < 12 ? 2 : 1);
            } else if (backAt < 0 && answer.join().model().equals("a")) {
                backAt = second;
            }
            a.forget();
            b.forget();
        }

        assertThat(backAt).isBetween(60, 90);
        assertThat(a.requests.size()).as("attempts in all").isLessThan(9 + 12);
    }

    @Test
    void anOpenCircuitKeepsAModelOutOfTheChoiceAndTheDecisionSaysWhy() {
        openCircuitOf("a");
        fixture.model("b").answers("from b");
        fixture.model("c");

        ChatResponse response = fixture.engine().chat(HELLO);

        assertThat(response.model()).isEqualTo("b");
        assertThat(response.routing().decision().candidates())
                .filteredOn(c -> c.model().equals("a"))
                .extracting(Considered::excluded)
                .singleElement()
                .asString()
                .contains("circuit open", "ProviderUnavailableException");
    }

    @Test
    void aRateLimitWithoutAnyoneElseIsWaitedFor() {
        ScriptedModel a = fixture.model("a").fails(rateLimited(Duration.ofSeconds(4)));
        RoutingEngine engine = fixture.engine();
        assertThatThrownBy(() -> engine.chat(HELLO)).isInstanceOf(RateLimitException.class);
        a.answers("later");

        CompletableFuture<ChatResponse> second = engine.chatAsync(HELLO);
        assertThat(a.requests).hasSize(1);
        assertThat(state(engine, "a")).isEqualTo(State.RATE_LIMITED);
        fixture.timing.advance(Duration.ofSeconds(5));

        assertThat(second.join().text()).isEqualTo("later");
        assertThat(state(engine, "a")).isEqualTo(State.HEALTHY);
    }

    @Test
    void aWaitBeyondTheDeadlineIsAnErrorWithTheTrueRetryAfter() {
        fixture.deadline = Duration.ofSeconds(3);
        ScriptedModel a = fixture.model("a").fails(rateLimited(Duration.ofSeconds(40)));
        RoutingEngine engine = fixture.engine();
        assertThatThrownBy(() -> engine.chat(HELLO)).isInstanceOf(RateLimitException.class);
        fixture.timing.advance(Duration.ofSeconds(10));

        assertThatThrownBy(() -> engine.chat(HELLO)).isInstanceOfSatisfying(RateLimitException.class, error -> {
            assertThat(error.retryAfter()).contains(Duration.ofSeconds(30));
            assertThat(error.attempts()).isEmpty();
        });
        assertThat(a.requests).hasSize(1);
    }

    @Test
    void ifAllAreOpenTheFirstThatReturnsIsProbed() {
        openCircuitOf("a");
        fixture.timing.advance(Duration.ofSeconds(2));
        openCircuitOf("b");
        fixture.model("c", "a", "b");
        openCircuit(fixture.members.get("c"));
        ScriptedModel a = (ScriptedModel) fixture.members.get("a").model();
        a.answers("probed");

        CompletableFuture<ChatResponse> answer = fixture.engine()
                .chatAsync(ChatRequest.builder().model("c").user("x").build());
        fixture.timing.advance(Duration.ofMillis(2_900));
        assertThat(a.requests).isEmpty();
        fixture.timing.advance(Duration.ofMillis(500));

        assertThat(answer.join().model()).isEqualTo("a");
    }

    @Test
    void aCircuitThatStaysOpenTooLongIsAnErrorAtOnce() {
        fixture.model("a");
        Member a = fixture.members.get("a");
        openCircuit(a);
        for (int seconds : new int[] {5, 10}) {
            fixture.timing.advance(Duration.ofSeconds(seconds));
            a.health().tryAcquire().failed(unavailable());
        }
        fixture.timing.advance(Duration.ofMillis(10));

        assertThatThrownBy(() -> fixture.engine().chatAsync(HELLO).getNow(null))
                .hasCauseInstanceOf(ProviderUnavailableException.class)
                .cause()
                .isInstanceOfSatisfying(
                        LlmRouterException.class,
                        error -> assertThat(error.retryAfter()).contains(Duration.ofMillis(19_990)));
    }

    @Test
    void whatTheCallerDidWrongNeverOpensACircuit() {
        ScriptedModel a = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        for (int i = 0; i < 20; i++) {
            ErrorFacts facts = ErrorFacts.because("no").httpStatus(400).build();
            a.fails(i % 2 == 0 ? new ContentPolicyException(facts) : new InvalidRequestException(facts));
            assertThatThrownBy(() -> engine.chat(HELLO)).isInstanceOf(LlmRouterException.class);
        }

        assertThat(a.requests).hasSize(20);
        assertThat(state(engine, "a")).isEqualTo(State.HEALTHY);
    }

    @Test
    void aCancelledProbeMakesRoomForTheNext() {
        ScriptedModel a = fixture.model("a");
        Member member = fixture.members.get("a");
        openCircuit(member);
        fixture.timing.advance(Duration.ofSeconds(5));
        RoutingEngine engine = fixture.engine();

        CompletableFuture<ChatResponse> probe = engine.chatAsync(HELLO);
        assertThat(state(engine, "a")).isEqualTo(State.PROBING);
        probe.cancel(true);
        a.answers("second probe");

        assertThat(engine.chat(HELLO).text()).isEqualTo("second probe");
        assertThat(state(engine, "a")).isEqualTo(State.RECOVERING);
    }

    private void openCircuitOf(String name) {
        fixture.model(name);
        openCircuit(fixture.members.get(name));
    }

    private static void openCircuit(Member member) {
        for (int i = 0; i < 5; i++) {
            member.health().tryAcquire().failed(unavailable());
        }
    }

    private static State state(RoutingEngine engine, String model) {
        return engine.health().stream()
                .filter(health -> health.model().equals(model))
                .map(ModelHealth::state)
                .findFirst()
                .orElseThrow();
    }
}
