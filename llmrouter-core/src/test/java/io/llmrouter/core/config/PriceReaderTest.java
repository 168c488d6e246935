package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Router;
import io.llmrouter.api.Usage;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.limits.Estimate;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceReaderTest {
    private static final String YAML = """
            llms:
              a:
                provider: openai
                api_key: k
                input_price: 3
                output_price: 15
                cache_write_1h_price: 6
                input_audio_price: 40
                price_tiers:
                  - {above_prompt_tokens: 200_000, input_price: 6, output_price: 22.50}
                  - {service_tier: flex, input_price: 1.5, output_price: 7.5}
            """;

    @TempDir
    private Path folder;

    private Prices fromFile() {
        Path file = ConfigFixtures.write(folder.resolve("llmrouter.yaml"), YAML);
        return new ConfigLoader(Map.of())
                .knowing(Map.of("openai", "OPENAI_API_KEY"), Set.of("random"))
                .load(file)
                .models()
                .get(0)
                .info()
                .prices();
    }

    @Test
    void tiersAreReadAndHoldForTheirCalls() {
        Prices prices = fromFile();

        assertThat(prices.cacheWriteHour()).isEqualByComparingTo("6");
        assertThat(prices.inputAudio()).isEqualByComparingTo("40");
        assertThat(prices.cost(Usage.reported(200_000, 0))).contains(new BigDecimal("0.600000"));
        assertThat(prices.cost(Usage.reported(200_001, 0)).orElseThrow()).isEqualByComparingTo("1.200006");
        var flex = Usage.reported(1_000_000, 0).with(Usage.Billing.USUAL.inTier("flex"));
        assertThat(prices.cost(flex).orElseThrow()).isEqualByComparingTo("1.5");
    }

    @Test
    void theBuilderSaysTheSame() {
        try (Router router = LlmRouter.builder()
                .ownModel(
                        "a",
                        request -> {
                            throw new AssertionError("No call is made");
                        },
                        model -> {
                            model.prices("3", "15")
                                    .set("cache_write_1h_price", "6")
                                    .set("input_audio_price", "40");
                            model.pricesAbove(200_000, "6", "22.50")
                                    .priceTier(Map.of("service_tier", "flex", "input_price", 1.5, "output_price", 7.5));
                        })
                .build()) {
            assertThat(router.models().get(0).prices()).isEqualTo(fromFile());
        }
    }

    @Test
    void theWorstCaseIsThatOfTheDearestService() {
        var tiers = List.of(new Prices.Tier(0, "priority", Prices.of("10", "20")));
        var prices = new Prices(BigDecimal.ONE, BigDecimal.ONE, null, BigDecimal.TEN, null, null, null, tiers);
        var model = new ModelInfo("a", "openai", "a", "", prices, Map.of(), null, 100);
        var request = ChatRequest.of("hi");

        // 1,000 written at 10 and 100 of answer at 20, of the class of service that the call may get
        assertThat(Estimate.of(request, 1_000, List.of(model)).usd()).isEqualByComparingTo("0.012");
    }
}
