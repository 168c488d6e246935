package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.info;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Message;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestShaperTest {
    private static final ChatRequest PLAIN = ChatRequest.of("hi");

    @Test
    void aRequestThatFitsIsHandedOnAsItIs() {
        ModelInfo model = info("m", Prices.UNKNOWN, Map.of(), null, null);

        assertThat(RequestShaper.fit(PLAIN, model, 10)).isSameAs(PLAIN);
    }

    @Test
    void theModelsLimitStandsInForAMissingOneAndCapsALargerOne() {
        ModelInfo model = info("m", Prices.UNKNOWN, Map.of(), null, 1024);

        assertThat(limit(PLAIN, model, 10)).isEqualTo(1024);
        assertThat(limit(PLAIN.toBuilder().maxTokens(4096).build(), model, 10)).isEqualTo(1024);
        assertThat(limit(PLAIN.toBuilder().maxTokens(50).build(), model, 10)).isEqualTo(50);
    }

    @Test
    void theContextLeavesRoomForThePromptAndAMargin() {
        ModelInfo model = info("m", Prices.UNKNOWN, Map.of(), 8192, 4096);

        assertThat(limit(PLAIN, model, 1000)).isEqualTo(4096);
        assertThat(limit(PLAIN, model, 6000)).isEqualTo(8192 - 6000 - 100);
        assertThat(limit(PLAIN, model, 9000))
                .as("never less than is worth asking for")
                .isEqualTo(100);
    }

    @Test
    void withoutAnyLimitNoneIsInvented() {
        ModelInfo model = info("m", Prices.UNKNOWN, Map.of(), 8192, null);

        assertThat(RequestShaper.fit(PLAIN, model, 8000).maxTokens()).isEmpty();
    }

    @Test
    void instructionsAreFoldedIntoTheUsersTurnWhereTheModelKnowsNoSystemRole() {
        ModelInfo gemma =
                new ModelInfo("gemma", "nvidia", "google/gemma-2-9b-it", "", Prices.UNKNOWN, Map.of(), null, null);
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("Why?")
                .assistant("So.")
                .user("And?")
                .build();

        ChatRequest folded = RequestShaper.fit(request, gemma, 10);

        assertThat(folded.messages()).hasSize(3);
        assertThat(folded.messages().get(0).text()).isEqualTo("[System Instructions]\nBe brief.\n[User Message]\nWhy?");
        assertThat(folded.messages()).extracting(Message::text).endsWith("So.", "And?");
    }

    private static int limit(ChatRequest request, ModelInfo model, long promptTokens) {
        return RequestShaper.fit(request, model, promptTokens).maxTokens().orElseThrow();
    }
}
