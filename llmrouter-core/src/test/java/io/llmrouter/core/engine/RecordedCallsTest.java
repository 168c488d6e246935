package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.JournalConfig;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.CallRecord.Tried;
import io.llmrouter.core.journal.Journal;
import io.llmrouter.core.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedCallsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ChatRequest HELLO = ChatRequest.builder()
            .user("my secret question")
            .endUser("ada")
            .tags(Map.of("request_id", "req_7", "team", "blue"))
            .build();

    @TempDir
    Path folder;

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void aCallThatMovedOnIsRecordedOnceWithAllItsAttempts() throws IOException {
        fixture.retries(0);
        fixture.model(priced("a", "1", "2"), "b").fails(unavailable());
        fixture.model(priced("b", "10", "20")).answers("hi");

        CallRecord call = only(false, engine -> engine.chatAsync(HELLO));

        assertThat(call.id()).isEqualTo("req_7");
        assertThat(call.time()).isEqualTo(NOON);
        assertThat(call.tags()).containsExactly(Map.entry("team", "blue"));
        assertThat(call.user()).isEqualTo("ada");
        assertThat(call.streamed()).isFalse();
        assertThat(call.model()).isEqualTo("b");
        assertThat(call.error()).isNull();
        assertThat(call.decision().model()).isEqualTo("a");
        assertThat(call.attempts()).extracting(Tried::model).containsExactly("a", "b");
        assertThat(call.attempts()).extracting(Tried::error).containsExactly("provider_unavailable", null);
        assertThat(call.usage().source()).isEqualTo(Usage.Source.REPORTED);
        assertThat(call.dearest()).isEqualByComparingTo(call.cost());
    }

    @Test
    void whatTheStrategyAskedIsRecordedWithTheCallAndNotAsACallOfItsOwn() throws IOException {
        fixture.model(priced("a", "1", "2")).answers("b");
        fixture.model(priced("b", "10", "20")).answers("hi");
        fixture.strategy = new RoutingStrategy() {
            @Override
            public RoutingDecision decide(RoutingContext context) {
                return RoutingDecision.of("b", "a said so");
            }

            @Override
            public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
                return calls.ask(new MemberModel(fixture.members.get("a"), true), ChatRequest.of("who?"))
                        .thenApply(answer -> Routed.to(decide(context)));
            }
        };

        CallRecord call = only(false, engine -> engine.chatAsync(HELLO));

        assertThat(call.attempts())
                .extracting(tried -> tried.model() + " " + tried.forDecision())
                .containsExactly("a true", "b false");
        assertThat(call.cost()).isEqualByComparingTo("0.00055");
    }

    @Test
    void aStreamThatIsCancelledIsRecordedAsCancelled() throws IOException {
        ScriptedModel a = fixture.model("a");

        CallRecord call = only(false, engine -> {
            StreamHandle handle = engine.stream(HELLO, new Ignoring());
            a.streams.get(0).says("Hel");
            handle.cancel();
        });

        assertThat(call.streamed()).isTrue();
        assertThat(call.error()).isEqualTo("cancelled");
        assertThat(call.model()).isNull();
        assertThat(call.attempts()).extracting(Tried::committed).containsExactly(true);
    }

    @Test
    void aCallForAnUnknownModelIsRecordedWithoutADecision() throws IOException {
        fixture.model("a");

        CallRecord call = only(
                false,
                engine -> engine.chatAsync(HELLO.toBuilder().model("gpt-9").build()));

        assertThat(call.decision()).isNull();
        assertThat(call.error()).isEqualTo("model_not_found");
        assertThat(call.asked().model()).isEqualTo("gpt-9");
    }

    @Test
    void aDeadlineIsNamedByItsKind() throws IOException {
        fixture.deadline = Duration.ofSeconds(1);
        fixture.model("a");

        CallRecord call = only(false, engine -> {
            engine.chatAsync(HELLO);
            fixture.timing.advance(Duration.ofSeconds(2));
        });

        assertThat(call.error()).isEqualTo("deadline_call");
    }

    @Test
    void promptsAreRecordedOnlyWhereTheConfigurationSaysSo() throws IOException {
        fixture.model("a").answers("hi").answers("hi");

        CallRecord without = only(false, engine -> engine.chatAsync(HELLO));
        CallRecord with = only(true, engine -> engine.chatAsync(HELLO));

        assertThat(without.asked().prompt()).isNull();
        assertThat(with.asked().prompt()).isEqualTo("my secret question");
    }

    private interface Use {
        void of(RoutingEngine engine);
    }

    private CallRecord only(boolean prompts, Use use) throws IOException {
        Path own = folder.resolve(prompts ? "with" : "without");
        try (Journal journal = Journal.open(new JournalConfig(true, own, prompts, 1 << 20))) {
            fixture.recorder = new CallRecorder(
                    journal,
                    fixture.members.values().stream().map(Member::info).toList(),
                    Clock.fixed(NOON, ZoneOffset.UTC));
            use.of(fixture.engine());
        }
        List<CallRecord> calls = new ArrayList<>();
        assertThat(JournalReader.read(own, Instant.EPOCH, calls::add)).isZero();
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    private static ModelInfo priced(String name, String input, String output) {
        return new ModelInfo(name, "test", name, "", Prices.of(input, output), Map.of(), null, null);
    }

    private static final class Ignoring implements StreamingSink {
        @Override
        public void onDelta(Delta delta) {}

        @Override
        public void onComplete(ChatResponse response) {}

        @Override
        public void onError(LlmRouterException error) {}
    }
}
