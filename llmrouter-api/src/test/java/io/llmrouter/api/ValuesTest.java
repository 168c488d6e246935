package io.llmrouter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void aDataUrlBecomesTheBytesItHolds() {
        Media media = Media.ofUrl("data:image/png;base64,AQID");

        assertThat(media).isEqualTo(new Media.Inline("image/png", "AQID"));
        assertThat(((Media.Inline) media).bytes()).containsExactly(1, 2, 3);
        assertThat(((Media.Inline) media).dataUrl()).isEqualTo("data:image/png;base64,AQID");
    }

    @Test
    void anyOtherUrlStaysAUrl() {
        assertThat(Media.ofUrl("https://example.com/cat.png")).isInstanceOf(Media.Url.class);
        assertThat(Media.ofUrl("data:text/plain,hello")).isInstanceOf(Media.Url.class);
    }

    @Test
    void aRequestIsNotChangedByWhatItWasMadeOf() {
        var tools = new ArrayList<>(List.of(Tool.of("a", "", "{}")));
        ChatRequest request = ChatRequest.builder().user("hi").tools(tools).build();
        tools.clear();

        assertThat(request.tools()).hasSize(1);
        assertThatThrownBy(() -> request.messages().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aRebuiltRequestKeepsEverything() {
        ChatRequest request = ChatRequest.builder()
                .model("m")
                .system("s")
                .user("u")
                .temperature(0.5)
                .maxTokens(7)
                .stop(List.of("END"))
                .endUser("me")
                .tags(Map.of("team", "x"))
                .deadline(Duration.ofSeconds(3))
                .fallbacks("a", "b")
                .build();

        assertThat(request.toBuilder().build()).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void aRequestShowsNoWordOfThePrompt() {
        assertThat(ChatRequest.of("my secret").toString()).doesNotContain("secret");
    }

    @Test
    void limitsBelowOneAndDeadlinesOfNothingAreRefusedByName() {
        assertThatThrownBy(() -> ChatRequest.builder().maxTokens(0)).hasMessageStartingWith("maxTokens:");
        assertThatThrownBy(() -> ChatRequest.builder().deadline(Duration.ZERO)).hasMessageStartingWith("deadline:");
        assertThatThrownBy(() -> ChatRequest.builder().build()).hasMessageStartingWith("messages:");
        assertThatThrownBy(() -> ChatResponse.builder().build()).hasMessageStartingWith("choices:");
    }

    @Test
    void anAssistantsPartsKeepTheirOrderAndItsTextIsOnePiece() {
        var message = new AssistantMessage(List.of(Content.text("a"), new ToolCall("1", "t", "{}"), Content.text("b")));

        assertThat(message.text()).isEqualTo("ab");
        assertThat(message.toolCalls()).extracting(ToolCall::id).containsExactly("1");
        assertThat(UserMessage.of(Content.text("a"), Content.text("b")).text()).isEqualTo("a\nb");
    }

    @Test
    void theLastUserTextIsWhatStrategiesLookAt() {
        ChatRequest request = ChatRequest.builder()
                .user("first")
                .assistant("answer")
                .user("second")
                .toolResult("1", "r")
                .build();

        assertThat(request.lastUserText()).isEqualTo("second");
        assertThat(ChatRequest.builder().system("s").build().lastUserText()).isEmpty();
    }

    @Test
    void extraFieldsAreForTheirOwnFormatOnly() {
        var extras = new Extras("openai", Map.of("top_k", RawJson.of("5")));

        assertThat(extras.forFormat("openai")).containsKey("top_k");
        assertThat(extras.forFormat("anthropic")).isEmpty();
    }

    @Test
    void anErrorSaysWhatHappenedAndWhatHelps() {
        var error = new RateLimitException(
                ErrorFacts.because("too many")
                        .help("wait")
                        .retryAfter(Duration.ofSeconds(2))
                        .build(),
                true);

        assertThat(error).hasMessage("too many\nwait");
        assertThat(error.retryable())
                .as("a used-up quota does not come back in a moment")
                .isFalse();
        assertThat(error.with(error.facts().toBuilder().model("m").build()))
                .isInstanceOfSatisfying(RateLimitException.class, copy -> {
                    assertThat(copy.quotaExhausted()).isTrue();
                    assertThat(copy.model()).contains("m");
                    assertThat(copy.retryAfter()).contains(Duration.ofSeconds(2));
                });
    }

    @Test
    void allProblemsOfAConfigurationAreInItsMessage() {
        var error = new ConfigurationException(
                List.of(new Problem("f:1 a", "a number", "'x'"), new Problem("f:2 b", "a text", "a list")));

        assertThat(error).hasMessage("f:1 a: expected a number, found 'x'\nf:2 b: expected a text, found a list");
    }

    @Test
    void aKeyIsNeverShown() {
        assertThat(new ApiKey(1, "sk-secret").toString()).isEqualTo("key 2");
    }
}
