package io.llmrouter.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a call is taken to need before it is made: tokens as usual, money at the worst. */
class EstimateTest {
    private static final ChatRequest HI = ChatRequest.of("hi");

    @Test
    void anAnswerHasTheLengthThatTheRequestAllows() {
        ChatRequest request = HI.toBuilder().maxTokens(50).build();

        Estimate estimate = Estimate.of(request, 10, List.of(model("1", "2", null)));

        assertThat(estimate.tokens()).isEqualTo(60);
        assertThat(estimate.usd()).isEqualByComparingTo("0.00011");
    }

    @Test
    void noAnswerIsLongerThanTheModelAllows() {
        ChatRequest request = HI.toBuilder().maxTokens(50).build();

        Estimate estimate = Estimate.of(request, 10, List.of(model("1", "2", 20)));

        assertThat(estimate.tokens()).isEqualTo(30);
        assertThat(estimate.usd()).isEqualByComparingTo("0.00005");
    }

    @Test
    void whereNobodyBoundsTheAnswerAUsualOneCountsAsTokensAndALongOneAsMoney() {
        Estimate unbounded = Estimate.of(HI, 10, List.of(model("0", "1", null)));
        assertThat(unbounded.tokens()).isEqualTo(510);
        assertThat(unbounded.usd()).isEqualByComparingTo("0.004096");

        Estimate bounded = Estimate.of(HI, 10, List.of(model("0", "1", 100)));
        assertThat(bounded.tokens()).isEqualTo(110);
        assertThat(bounded.usd()).isEqualByComparingTo("0.0001");
    }

    @Test
    void eachChoiceIsAnAnswer() {
        ChatRequest request = HI.toBuilder().maxTokens(50).choices(3).build();

        Estimate estimate = Estimate.of(request, 10, List.of(model("1", "2", null)));

        assertThat(estimate.tokens()).isEqualTo(160);
        assertThat(estimate.usd()).isEqualByComparingTo("0.00031");
    }

    @Test
    void theDearestOfTheModelsCountsWhereverItStands() {
        ModelInfo cheap = model("1", "1", 10);
        ModelInfo dear = model("5", "5", 10);
        ModelInfo unknown = ModelInfo.of("u", "test", "u");

        assertThat(Estimate.of(HI, 10, List.of(cheap, dear, unknown)).usd()).isEqualByComparingTo("0.0001");
        assertThat(Estimate.of(HI, 10, List.of(dear, cheap)).usd()).isEqualByComparingTo("0.0001");
        assertThat(Estimate.of(HI, 10, List.of(unknown)).usdIfKnown()).isEmpty();
    }

    @Test
    void aPromptMayAllBeWrittenToACacheThatIsDearerThanInput() {
        assertThat(Estimate.of(HI, 10, List.of(cached("1", "1.25"))).usd()).isEqualByComparingTo("0.0000125");
        assertThat(Estimate.of(HI, 10, List.of(cached("1", "1"))).usd()).isEqualByComparingTo("0.00001");
        assertThat(Estimate.of(HI, 10, List.of(cached("1", "0.5"))).usd()).isEqualByComparingTo("0.00001");
        assertThat(Estimate.of(HI, 10, List.of(cached(null, "0.5"))).usd()).isNull();
    }

    @Test
    void theDearestClassOfServiceAndTheDearestWayIntoTheCacheCount() {
        var priority = new Prices.Tier(0, "priority", new Prices(null, new BigDecimal("9"), null, null));
        var ofLong = new Prices.Tier(10, null, new Prices(new BigDecimal("90"), null, null, null));
        var prices = new Prices(
                BigDecimal.ONE,
                BigDecimal.valueOf(2),
                null,
                new BigDecimal("3"),
                new BigDecimal("4"),
                null,
                null,
                List.of(priority, ofLong));
        var model = new ModelInfo("m", "test", "m", "", prices, Map.of(), null, 5);

        assertThat(Estimate.of(HI, 10, List.of(model)).usd())
                .as("10 tokens at 4, 5 at 9")
                .isEqualByComparingTo("0.000085");
        assertThat(Estimate.of(HI, 11, List.of(model)).usd())
                .as("11 tokens at 90, 5 at 2")
                .isEqualByComparingTo("0.001");
    }

    @Test
    void thePromptsLengthIsEstimatedWhereItIsNotKnown() {
        Estimate estimate = Estimate.of(HI.toBuilder().maxTokens(1).build(), List.of(model("1", "1", null)));

        assertThat(estimate.tokens()).isEqualTo(TokenEstimate.ofPrompt(HI) + 1);
    }

    @Test
    void aPromptIsAsLongAsItsTextsItsToolsAndItsMedia() {
        assertThat(TokenEstimate.ofPrompt(ChatRequest.of("x".repeat(40)))).isEqualTo(10 + 4);
        assertThat(TokenEstimate.ofPrompt(ChatRequest.of("x".repeat(41)))).isEqualTo(11 + 4);
        assertThat(TokenEstimate.ofPrompt(ChatRequest.builder()
                        .system("x".repeat(4))
                        .user(Content.text("x".repeat(4)), Content.image("https://example.org/a.png"))
                        .build()))
                .isEqualTo(2 + 1_000 + 2 * 4);
        assertThat(TokenEstimate.ofPrompt(ChatRequest.builder()
                        .user("x".repeat(4))
                        .tools(Tool.of("1234", "12345678", "{\"a\":\"12345\"}"))
                        .build()))
                .isEqualTo(1 + (4 + 8 + 13 + 3) / 4 + 4);
    }

    @Test
    void thinkingAndToolCallsOfAnEarlierAnswerAreReadAgain() {
        var answer = new AssistantMessage(List.of(
                new Content.Thinking("x".repeat(8), "signature", null),
                new ToolCall("id", "1234", "{\"a\":12345678}"),
                new Content.Other("openai", RawJson.of("{\"b\":1}    ")),
                new Content.CachePoint(null)));

        assertThat(TokenEstimate.ofPrompt(ChatRequest.builder()
                        .user("1234")
                        .message(answer)
                        .user(
                                new Content.Audio(new Media.Inline("audio/wav", "")),
                                new Content.File("f", new Media.Stored("s")))
                        .build()))
                .isEqualTo((4 + 8 + 4 + 14 + 11 + 3) / 4 + 2 * 1_000 + 3 * 4);
    }

    @Test
    void moneyIsCountedInBillionthsAndRoundedUp() {
        assertThat(Money.nanos(new BigDecimal("0.0000000011"))).isEqualTo(2);
        assertThat(Money.nanos(new BigDecimal("-1"))).isZero();
        assertThat(Money.nanos(new BigDecimal("1e30"))).isEqualTo(1L << 53);
        assertThat(Money.dollars(1_500_000_000L)).isEqualTo("$1.5");
        assertThat(Money.dollars(100_000_000_000L)).isEqualTo("$100");
        assertThat(Money.dollars(0)).isEqualTo("$0");
    }

    private static ModelInfo model(String input, String output, @Nullable Integer maxTokens) {
        return new ModelInfo("m", "test", "m", "", Prices.of(input, output), Map.of(), null, maxTokens);
    }

    private static ModelInfo cached(@Nullable String input, String write) {
        var prices =
                new Prices(input == null ? null : new BigDecimal(input), BigDecimal.ZERO, null, new BigDecimal(write));
        return new ModelInfo("m", "test", "m", "", prices, Map.of(), null, 1);
    }
}
