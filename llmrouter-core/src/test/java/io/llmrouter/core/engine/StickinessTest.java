package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.info;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Media;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.Usage.Source;
import io.llmrouter.core.config.StickinessConfig;
import io.llmrouter.core.engine.Conversations.Kept;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations that stay on their model. Each begins at {@code dear}, and the strategy would then move it. */
class StickinessTest {
    private static final Prices DEAR = prices("3", "5", "0.3");
    private static final ChatRequest FIRST =
            ChatRequest.builder().user("x".repeat(8_000)).build();
    private static final Usage CACHED = new Usage(2_000, 10, 0, 2_000, 0, Source.REPORTED, null);

    private final EngineFixture fixture = new EngineFixture();
    private String choice = "dear";
    private ScriptedModel dear = new ScriptedModel();

    @BeforeEach
    void sticky() {
        fixture.stickiness = new StickinessConfig(true, Duration.ofMinutes(5));
        fixture.strategy = context -> RoutingDecision.of(choice, "as the test wants");
        dear = fixture.model(info("dear", DEAR, Map.of(), null, null));
        fixture.model(info("cheap", prices("1", "5", null), Map.of(), null, null));
        fixture.model(info("dearer", prices("15", "75", null), Map.of(), null, null));
    }

    private static Prices prices(String input, String output, String cacheRead) {
        return new Prices(
                new BigDecimal(input),
                new BigDecimal(output),
                cacheRead == null ? null : new BigDecimal(cacheRead),
                null);
    }

    /** The request that follows the first answer. */
    private ChatRequest second(ChatRequest first, Usage usage, AssistantMessage answer) {
        fixture.engine().chatAsync(first);
        dear.futures.get(dear.futures.size() - 1).complete(ChatResponse.of(answer, FinishReason.STOP, usage));
        return first.toBuilder().message(answer).user("and then?").build();
    }

    private ChatRequest second(Usage usage) {
        return second(FIRST, usage, AssistantMessage.of("first answer"));
    }

    private RoutingDecision moved(ChatRequest request, String model) {
        choice = model;
        return fixture.engine().route(request);
    }

    @Test
    void aConversationStaysWhereWhatIsCachedMakesItCheaper() {
        RoutingDecision decision = moved(second(CACHED), "cheap");

        assertThat(decision.model()).isEqualTo("dear");
        assertThat(decision.strategy()).isEqualTo("test");
        assertThat(decision.reason()).contains("stays: about 2000 tokens", "at cheap (as the test wants)");
    }

    @Test
    void withoutACacheItMoves() {
        assertThat(moved(second(Usage.reported(2_000, 10)), "cheap").model()).isEqualTo("cheap");
    }

    @Test
    void afterTheCachesLifeItMoves() {
        ChatRequest second = second(CACHED);
        fixture.timing.advance(Duration.ofMinutes(5));

        assertThat(moved(second, "cheap").model()).isEqualTo("cheap");
    }

    @Test
    void aStrategyThatWantsADearerModelHasItsReasons() {
        assertThat(moved(second(CACHED), "dearer").model()).isEqualTo("dearer");
    }

    @Test
    void anUnknownPriceSaysNothing() {
        fixture.model("unpriced");

        assertThat(moved(second(CACHED), "unpriced").model()).isEqualTo("unpriced");
    }

    @Test
    void whatOnlyOneModelUnderstandsKeepsTheConversationThere() {
        var thinking = new AssistantMessage(List.of(new Content.Thinking("hm", "seal", null), Content.text("answer")));
        ChatRequest second = second(FIRST, Usage.reported(1, 1), thinking);
        fixture.timing.advance(Duration.ofHours(1));

        RoutingDecision decision = moved(second, "cheap");

        assertThat(decision.model()).isEqualTo("dear");
        assertThat(decision.strategy()).isEqualTo("sticky");
        assertThat(decision.reason()).contains("thinking signatures");
    }

    @Test
    void storedFilesAndEncryptedThinkingAreBoundToo() {
        var file = new Content.File("a.pdf", new Media.Stored("file-1"));
        var redacted = new AssistantMessage(List.of(new Content.Thinking("", null, "sealed")));

        assertThat(BoundState.of(ChatRequest.builder().user(file).build())).contains("stored files");
        assertThat(BoundState.of(ChatRequest.builder().message(redacted).build()))
                .contains("encrypted thinking");
        assertThat(BoundState.of(FIRST)).isEmpty();
    }

    @Test
    void aModelThatIsLeftAloneKeepsNobody() {
        ChatRequest second = second(CACHED);
        fixture.members.get("dear").health().keys().limited((io.llmrouter.api.error.RateLimitException)
                EngineFixture.rateLimited(Duration.ofSeconds(30)));

        assertThat(moved(second, "cheap").model()).isEqualTo("cheap");
    }

    @Test
    void aConversationIsKnownByItsSessionWhateverItsMessages() {
        ChatRequest first = FIRST.toBuilder().tags(Map.of("session", "s1")).build();
        second(first, CACHED, AssistantMessage.of("first answer"));
        ChatRequest other = FIRST.toBuilder().tags(Map.of("session", "s2")).build();

        assertThat(moved(first, "cheap").model()).isEqualTo("dear");
        assertThat(moved(other, "cheap").model()).isEqualTo("cheap");
    }

    @Test
    void anotherAnswerOrAnotherUserMakesItAnotherConversation() {
        ChatRequest second = second(CACHED);
        ChatRequest changed =
                FIRST.toBuilder().assistant("never said").user("and then?").build();

        assertThat(moved(changed, "cheap").model()).isEqualTo("cheap");
        assertThat(moved(second.toBuilder().endUser("somebody else").build(), "cheap")
                        .model())
                .isEqualTo("cheap");
    }

    @Test
    void theResultsOfToolsGoOnWithTheConversation() {
        var call = new AssistantMessage(List.of(new ToolCall("call_1", "look", "{}")));
        second(FIRST, CACHED, call);
        ChatRequest next =
                FIRST.toBuilder().message(call).toolResult("call_1", "nothing").build();

        assertThat(moved(next, "cheap").model()).isEqualTo("dear");
    }

    @Test
    void aConversationThatNothingWasHeardOfForLongIsForgotten() {
        var conversations = new Conversations();
        for (int i = 0; i <= Conversations.MOST; i++) {
            conversations.keep("c" + i, new Kept("a", 0, 0));
        }

        assertThat(conversations.find("c0")).isEmpty();
        assertThat(conversations.find("c1")).isPresent();
    }

    @Test
    void whereItIsOffNothingIsKept() {
        fixture.stickiness = StickinessConfig.OFF;

        assertThat(moved(second(CACHED), "cheap").model()).isEqualTo("cheap");
    }
}
