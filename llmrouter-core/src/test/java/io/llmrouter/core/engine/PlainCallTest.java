package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.garbage;
import static io.llmrouter.core.engine.EngineFixture.info;
import static io.llmrouter.core.engine.EngineFixture.rateLimited;
import static io.llmrouter.core.engine.EngineFixture.tooLong;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Prices;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.config.ModelEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlainCallTest {
    private static final ChatRequest HELLO = ChatRequest.of("hello");
    private final EngineFixture fixture = new EngineFixture();

    @Test
    void anAnswerCarriesTheReportOfItsRouting() {
        fixture.model(info("a", Prices.of("1", "2"), Map.of(), null, null)).answers("hi");

        ChatResponse response = fixture.engine().chat(HELLO);

        assertThat(response.text()).isEqualTo("hi");
        assertThat(response.model()).isEqualTo("a");
        assertThat(response.routing().attempts()).hasSize(1);
        assertThat(response.routing().cost()).isEqualByComparingTo("0.00005");
        assertThat(response.routing().toString()).contains("a by only", "10 + 20 tokens", "$0.00005");
    }

    @Test
    void anUnknownPriceIsUnknownAndNotNothing() {
        fixture.model("a").answers("hi");

        assertThat(fixture.engine().chat(HELLO).routing().costIfKnown()).isEmpty();
    }

    @Test
    void aProviderThatFailsOnceIsAskedOnceMore() {
        ScriptedModel a = fixture.model("a", "b").fails(unavailable()).answers("second");
        ScriptedModel b = fixture.model("b");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(answer.join().text()).isEqualTo("second");
        assertThat(a.requests).hasSize(2);
        assertThat(b.requests).isEmpty();
    }

    @Test
    void aProviderThatFailsTwiceGivesWayToTheFallback() {
        ScriptedModel a = fixture.model(info("a", Prices.of("1", "1"), Map.of(), null, null), "b")
                .fails(unavailable(), unavailable());
        fixture.model(info("b", Prices.of("1", "2"), Map.of(), null, null)).answers("from b");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(1));

        ChatResponse response = answer.join();
        assertThat(response.model()).isEqualTo("b");
        assertThat(a.requests).hasSize(2);
        assertThat(response.routing().attempts()).extracting(Attempt::model).containsExactly("a", "a", "b");
        assertThat(response.routing().cost())
                .as("refused attempts are not billed")
                .isEqualByComparingTo("0.00005");
        assertThat(response.routing().toString()).startsWith("b instead of a");
    }

    @Test
    void aRateLimitIsWaitedForAsLongAsTheProviderAsks() {
        ScriptedModel a = fixture.model("a", "b")
                .fails(rateLimited(Duration.ofSeconds(2)))
                .answers("later");
        fixture.model("b");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofMillis(1_999));
        assertThat(a.requests).hasSize(1);
        fixture.timing.advance(Duration.ofMillis(201));

        assertThat(answer.join().text()).isEqualTo("later");
        assertThat(answer.join().routing().attempts().get(1).waited())
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_200));
    }

    @Test
    void aLongWaitIsNotWaitedForWhereAFallbackIsThere() {
        ScriptedModel a = fixture.model("a", "b").fails(rateLimited(Duration.ofMinutes(1)));
        fixture.model("b").answers("from b");

        assertThat(fixture.engine().chatAsync(HELLO).join().model()).isEqualTo("b");
        assertThat(a.requests).hasSize(1);
    }

    @Test
    void aRateLimitForEverEndsWithItsTrueRetryAfterWhereNobodyElseIs() {
        fixture.model("a").fails(rateLimited(Duration.ofMinutes(5)));

        assertThatThrownBy(() -> fixture.engine().chat(HELLO))
                .isInstanceOfSatisfying(RateLimitException.class, error -> {
                    assertThat(error.retryAfter()).contains(Duration.ofMinutes(5));
                    assertThat(error.model()).contains("a");
                    assertThat(error.attempts()).hasSize(1);
                });
    }

    @Test
    void retriesKeepWithinOneBudgetForTheCall() {
        ScriptedModel a = fixture.model("a")
                .fails(rateLimited(Duration.ZERO), rateLimited(Duration.ZERO), rateLimited(Duration.ZERO))
                .answers("never asked");

        assertThatThrownBy(() -> fixture.engine().chat(HELLO)).isInstanceOf(RateLimitException.class);
        assertThat(a.requests).hasSize(3);
    }

    @Test
    void aPromptTooLongMovesOnlyToALargerContext() {
        fixture.model(info("a", Prices.UNKNOWN, Map.of(), 1000, null), "same", "large")
                .fails(tooLong());
        ScriptedModel same = fixture.model(info("same", Prices.UNKNOWN, Map.of(), 1000, null));
        fixture.model(info("large", Prices.UNKNOWN, Map.of(), 2000, null)).answers("fits");

        assertThat(fixture.engine().chat(HELLO).model()).isEqualTo("large");
        assertThat(same.requests).isEmpty();
    }

    @Test
    void aContentPolicyErrorEndsTheCallWithTheProvidersReason() {
        fixture.model("a", "b")
                .fails(new ContentPolicyException(
                        ErrorFacts.because("against policy").build()));
        ScriptedModel b = fixture.model("b");

        assertThatThrownBy(() -> fixture.engine().chat(HELLO))
                .isInstanceOf(ContentPolicyException.class)
                .hasMessageContaining("against policy");
        assertThat(b.requests).isEmpty();
    }

    @Test
    void aRefusedKeyMovesOnWithoutARetry() {
        ScriptedModel a = fixture.model("a", "b")
                .fails(new AuthenticationException(ErrorFacts.because("401").build()));
        fixture.model("b").answers("from b");

        assertThat(fixture.engine().chat(HELLO).model()).isEqualTo("b");
        assertThat(a.requests).hasSize(1);
    }

    @Test
    void garbageIsTriedAgainAndThenReplaced() {
        fixture.model("a", "b").fails(garbage(), garbage());
        fixture.model("b").answers("sense");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(answer.join().text()).isEqualTo("sense");
    }

    @Test
    void aSilentModelIsGivenUpAtItsDeadlineAndNotAskedAgain() {
        ScriptedModel silent = fixture.model("a", "b");
        fixture.model("b").answers("from b");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(119));
        assertThat(answer).isNotDone();
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(answer.join().model()).isEqualTo("b");
        assertThat(silent.requests).hasSize(1);
        assertThat(silent.futures.get(0)).isCancelled();
        assertThat(answer.join().routing().attempts().get(0).error()).isInstanceOf(DeadlineException.Attempt.class);
    }

    @Test
    void theDeadlineOfTheCallSpansAllAttempts() {
        fixture.model("a", "b").fails(rateLimited(Duration.ofSeconds(8)));
        fixture.model("b");
        ChatRequest request = HELLO.toBuilder().deadline(Duration.ofSeconds(10)).build();

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(request);
        fixture.timing.advance(Duration.ofSeconds(9));
        assertThat(answer).isNotDone();
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThatThrownBy(answer::join).hasCauseInstanceOf(DeadlineException.Call.class);
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void aWaitThatTheDeadlineDoesNotAllowIsNotBegun() {
        fixture.model("a").fails(rateLimited(Duration.ofSeconds(20)));
        ChatRequest request = HELLO.toBuilder().deadline(Duration.ofSeconds(10)).build();

        assertThat(fixture.engine().chatAsync(request)).isCompletedExceptionally();
    }

    @Test
    void cancellingTheFutureCancelsTheModel() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");

        fixture.engine().chatAsync(HELLO).cancel(true);

        assertThat(a.futures.get(0)).isCancelled();
        assertThat(b.requests).isEmpty();
        assertThat(fixture.timing.pending()).isZero();
        assertThat(fixture.members.get("a").inFlight()).isZero();
    }

    @Test
    void aCancelledFutureTellsWhatTheCallHadTakenSoFar() {
        fixture.model("a");
        var told = new AtomicReference<Throwable>();
        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        answer.whenComplete((response, failure) -> told.set(failure));

        answer.cancel(true);

        assertThat(answer).isCancelled();
        assertThat(told.get())
                .isInstanceOf(CancellationException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CancelledException.class,
                        cause -> assertThat(cause.attempts()).hasSize(1));
    }

    @Test
    void cancellingDuringAWaitStartsNoRetry() {
        ScriptedModel a = fixture.model("a").fails(rateLimited(Duration.ofSeconds(2)));

        fixture.engine().chatAsync(HELLO).cancel(true);
        fixture.timing.advance(Duration.ofSeconds(5));

        assertThat(a.requests).hasSize(1);
        assertThat(fixture.timing.pending()).isZero();
    }

    @Test
    void aModelThatThrowsSomethingElseIsATypedErrorWithoutItsText() {
        fixture.retries(0).model("broken");
        ModelEntry entry = fixture.members.get("broken").entry();
        fixture.members.put("broken", fixture.member(entry, request -> {
            throw new IllegalStateException("secret of the plug-in");
        }));

        assertThatThrownBy(() -> fixture.engine().chat(HELLO))
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("secret of the plug-in");
    }

    @Test
    void anUnknownModelIsRefusedWithTheNamesThatAreKnown() {
        fixture.model("a");

        assertThatThrownBy(() ->
                        fixture.engine().chat(HELLO.toBuilder().model("gpt-9").build()))
                .isInstanceOfSatisfying(ModelNotFoundException.class, error -> {
                    assertThat(error.httpStatus()).hasValue(404);
                    assertThat(error).hasMessageContaining("'gpt-9'").hasMessageContaining("unknown_model: route");
                });
    }

    @Test
    void aRequestThatNoModelCanTakeSaysWhyOfEach() {
        fixture.model(info("small", Prices.UNKNOWN, Map.of(), 10, null));
        fixture.model(info("smaller", Prices.UNKNOWN, Map.of(), 5, null));

        assertThatThrownBy(() -> fixture.engine().chat("x".repeat(1000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("small: context of 10 tokens")
                .hasMessageContaining("smaller: context of 5 tokens");
    }

    @Test
    void closingTheRouterEndsCallsUnderWayAndClosesItsModels() {
        ScriptedModel a = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);

        engine.close();

        assertThatThrownBy(answer::join).hasCauseInstanceOf(CancelledException.class);
        assertThat(a.closed).isTrue();
        assertThatThrownBy(() -> engine.chat(HELLO))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aReleasedEngineClosesOnlyAfterItsLastCall() {
        ScriptedModel a = fixture.model("a");
        RoutingEngine engine = fixture.engine();
        CompletableFuture<ChatResponse> answer = engine.chatAsync(HELLO);

        engine.release();
        assertThat(a.closed).isFalse();
        assertThat(engine.retain()).isTrue();
        engine.release();
        a.futures.get(0).complete(ScriptedModel.response("late"));

        assertThat(answer.join().text()).isEqualTo("late");
        assertThat(a.closed).isTrue();
        assertThat(engine.retain()).isFalse();
    }

    @Test
    void requestFallbacksReplaceTheConfiguredOnes() {
        fixture.model("a", "b")
                .fails(new AuthenticationException(ErrorFacts.because("401").build()));
        ScriptedModel b = fixture.model("b");
        fixture.model("c").answers("from c");

        ChatResponse response =
                fixture.engine().chat(HELLO.toBuilder().fallbacks("c").build());

        assertThat(response.model()).isEqualTo("c");
        assertThat(b.requests).isEmpty();
    }

    @Test
    void errorsOfTheFamilyKeepTheirTypeAndGainTheAttempts() {
        fixture.model("a").fails(unavailable(), unavailable());

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(HELLO);
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(LlmRouterException.class, error -> {
            assertThat(error).isInstanceOf(ProviderUnavailableException.class);
            assertThat(error.attempts()).extracting(Attempt::model).isEqualTo(List.of("a", "a"));
            assertThat(error.provider()).contains("test");
        });
    }
}
