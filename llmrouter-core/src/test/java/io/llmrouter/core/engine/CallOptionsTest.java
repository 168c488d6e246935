package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.CallOptions;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Recovery;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.StreamInterruptedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a request says goes before what is configured. */
class CallOptionsTest {
    private final EngineFixture fixture = new EngineFixture();
    private final Recorder caller = new Recorder();

    private static ChatRequest hello(CallOptions options) {
        return ChatRequest.of("hello").toBuilder().options(options).build();
    }

    @Test
    void aRequestThatWantsNoRetriesGoesToTheFallbackAtOnce() {
        ScriptedModel a = fixture.model("a", "b").fails(unavailable());
        fixture.model("b").answers("from b");

        ChatResponse response = fixture.engine().chat(hello(CallOptions.NONE.withMaxRetries(0)));

        assertThat(response.text()).isEqualTo("from b");
        assertThat(a.requests).hasSize(1);
    }

    @Test
    void aRequestMayWantMoreRetriesThanConfigured() {
        fixture.retries(0);
        ScriptedModel a = fixture.model("a").fails(unavailable()).answers("at last");

        CompletableFuture<ChatResponse> answer = fixture.engine().chatAsync(hello(CallOptions.NONE.withMaxRetries(1)));
        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(answer.join().text()).isEqualTo("at last");
        assertThat(a.requests).hasSize(2);
    }

    @Test
    void thePlainAttemptHasTheTimeThatTheRequestGivesIt() {
        fixture.model("a");
        CompletableFuture<ChatResponse> answer =
                fixture.engine().chatAsync(hello(CallOptions.NONE.withRequestTimeout(Duration.ofSeconds(3))));

        fixture.timing.advance(Duration.ofMillis(2_999));
        assertThat(answer).isNotDone();
        fixture.timing.advance(Duration.ofMillis(1));

        assertThatThrownBy(answer::join).hasCauseInstanceOf(DeadlineException.Attempt.class);
    }

    @Test
    void theFirstTokenHasTheTimeThatTheRequestGivesIt() {
        fixture.model("a", "b");
        fixture.model("b").answers("from b");
        fixture.engine().stream(hello(CallOptions.NONE.withFirstTokenTimeout(Duration.ofSeconds(2))), caller);

        fixture.timing.advance(Duration.ofSeconds(2));

        assertThat(caller.events).endsWith("complete from b");
    }

    @Test
    void aStreamMayBeSilentForAsLongAsItsRequestAllows() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(hello(CallOptions.NONE.withStallTimeout(Duration.ZERO)), caller);
        a.streams.get(0).says("some");

        fixture.timing.advance(Duration.ofMinutes(9));
        assertThat(caller.error).isNull();
        a.streams.get(0).completes("some");

        assertThat(caller.events).endsWith("complete some");
    }

    @Test
    void aStreamHasTheTimeThatItsRequestGivesIt() {
        ScriptedModel a = fixture.model("a");
        fixture.engine().stream(hello(CallOptions.NONE.withStreamTimeout(Duration.ofSeconds(1))), caller);
        a.streams.get(0).says("some");

        fixture.timing.advance(Duration.ofSeconds(1));

        assertThat(caller.error)
                .isInstanceOf(StreamInterruptedException.class)
                .hasCauseInstanceOf(DeadlineException.Attempt.class);
    }

    @Test
    void aRequestChoosesWhatBecomesOfABrokenStream() {
        ScriptedModel a = fixture.model("a", "b");
        ScriptedModel b = fixture.model("b");
        fixture.engine().stream(hello(CallOptions.NONE.withRecovery(Recovery.FAIL)), caller);
        a.streams.get(0).says("some");
        a.streams.get(0).sink.onError(unavailable());

        assertThat(caller.error).isInstanceOf(StreamInterruptedException.class);
        assertThat(b.requests).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefusedWhereItIsSaid() {
        assertThatThrownBy(() -> CallOptions.NONE.withMaxRetries(-1)).hasMessageContaining("maxRetries");
        assertThatThrownBy(() -> CallOptions.NONE.withStallTimeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("stallTimeout");
    }
}
