package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AsyncChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.LimitStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of each key of a provider, which all models share that use it. */
class ProviderKeyLimitsTest {
    private final EngineFixture fixture = new EngineFixture().retries(0);
    private final KeyRing ring = new KeyRing(List.of("secret-1", "secret-2"), fixture.timing);

    @BeforeEach
    void open() {
        fixture.store = LimitStores.open(LimitsConfig.defaults());
        fixture.keyLimits = Map.of("test", new RateLimits(null, null, 1));
    }

    @AfterEach
    void close() {
        fixture.store.close();
    }

    private KeyedModel model(String name) {
        fixture.model(name);
        Member plain = fixture.members.get(name);
        KeyRing keys = ring.forAnotherModel();
        var model = new KeyedModel(keys);
        var health = new Health(plain.entry().resilience().breaker(), keys, fixture.timing);
        fixture.members.put(name, new Member(plain.entry(), model, health));
        return model;
    }

    private static ChatRequest to(String model) {
        return ChatRequest.builder().model(model).user("hi").build();
    }

    @Test
    void aKeyWithoutRoomIsPassedOverAndThenCallsWaitWhicheverTheirModel() {
        KeyedModel a = model("a");
        KeyedModel b = model("b");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(to("a"));
        engine.chatAsync(to("a"));
        assertThat(a.used).containsExactlyInAnyOrder(0, 1);
        CompletableFuture<ChatResponse> third = engine.chatAsync(to("b"));
        assertThat(b.used).isEmpty();
        assertThat(engine.queue().waiting()).isEqualTo(1);
        a.futures.get(1).complete(ScriptedModel.response("done"));

        assertThat(b.used).containsExactly(a.used.get(1));
        b.futures.get(0).complete(ScriptedModel.response("done"));
        assertThat(third).isCompleted();
    }

    @Test
    void requestsPerMinuteAreCountedForEachKeyUnderAHashOfIt() {
        fixture.keyLimits = Map.of("test", new RateLimits(2, null, null));
        KeyedModel a = model("a");
        RoutingEngine engine = fixture.engine();
        for (int i = 0; i < 4; i++) {
            engine.chatAsync(to("a"));
        }
        CompletableFuture<ChatResponse> fifth = engine.chatAsync(to("a"));

        assertThat(a.used).containsExactlyInAnyOrder(0, 0, 1, 1);
        assertThat(fifth).isCompletedExceptionally();
        Throwable error = fifth.handle((response, failure) -> failure).join();
        assertThat(error).isInstanceOf(RateLimitException.class).hasMessageContaining("Key ");
        assertThat(error.toString()).doesNotContain("secret");
        assertThat(ring.owner(ring.all().get(0))).startsWith("provider_key:").doesNotContain("secret");
    }

    @Test
    void aRefusedKeyGivesWayToAnotherWithRoom() {
        KeyedModel a = model("a");
        RoutingEngine engine = fixture.engine();
        engine.chatAsync(to("a"));
        a.refuseFirst = true;
        engine.chatAsync(to("a"));

        assertThat(a.used).hasSize(2);
        assertThat(a.without).as("there is no room in the first call's key").isEqualTo(1);
        a.futures.forEach(future -> future.complete(ScriptedModel.response("done")));
        a.refuseFirst = false;
        engine.chatAsync(to("a"));
        assertThat(a.used).hasSize(3);
    }

    @Test
    void theDecisionLeavesOutAModelWhoseKeysHaveNoRoom() {
        model("a");
        fixture.members.remove("b");
        RoutingEngine engine;
        fixture.model("b"); // without keys
        engine = fixture.engine();
        engine.chatAsync(to("a"));
        engine.chatAsync(to("a"));

        assertThat(engine.route(ChatRequest.of("hi")).model()).isEqualTo("b");
        assertThat(engine.route(ChatRequest.of("hi")).candidates())
                .extracting(Considered::excluded)
                .containsExactly("no room: 1 requests under way", null);
    }

    /** A model that asks for its key as providers do. */
    private static final class KeyedModel implements AsyncChatModel {
        final List<Integer> used = new ArrayList<>();
        final List<CompletableFuture<ChatResponse>> futures = new ArrayList<>();
        int without;
        boolean refuseFirst;
        private final KeyRing keys;

        KeyedModel(KeyRing keys) {
            this.keys = keys;
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
            ApiKey key = keys.next(request).orElseThrow();
            used.add(key.index());
            if (refuseFirst) {
                keys.refused(
                        key,
                        new AuthenticationException(ErrorFacts.because("401").build()));
                keys.next(request).ifPresentOrElse(next -> used.add(next.index()), () -> without++);
            }
            var future = new CompletableFuture<ChatResponse>();
            futures.add(future);
            return future;
        }

        @Override
        public StreamHandle stream(ChatRequest request, StreamingSink sink) {
            throw new IllegalStateException("not streamed here");
        }
    }
}
