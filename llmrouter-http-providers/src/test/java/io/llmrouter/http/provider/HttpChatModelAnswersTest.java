package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.Media;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.UserMessage;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpChatModelAnswersTest {
    private final FakeProvider fake = FakeProvider.start();
    private final Models models = new Models();
    private List<ChatModel> bothFormats = List.of();

    @BeforeEach
    void makeModels() {
        bothFormats = List.of(
                models.make("openai_compatible", "m", fake.openAiUrl()),
                models.make("anthropic", "m", fake.anthropicUrl()));
    }

    @AfterEach
    void close() {
        models.close();
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTextComesWithItsUsageAndItsReason(Way way) throws Exception {
        fake.scriptAny(Answer.text("Grüße, Welt 🌍!").usage(11, 5).finish(FinishReason.LENGTH));
        for (ChatModel model : bothFormats) {
            ChatResponse answer = way.ask(model);
            assertThat(answer.text()).isEqualTo("Grüße, Welt 🌍!");
            assertThat(answer.usage().inputTokens()).isEqualTo(11);
            assertThat(answer.usage().outputTokens()).isEqualTo(5);
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        }
        assertThat(fake.requests()).allMatch(request -> request.stream() == (way == Way.STREAM));
    }

    @ParameterizedTest
    @EnumSource
    void bytesMayComeCutAnywhere(Way way) throws Exception {
        fake.scriptAny(Answer.text("Grüße, Welt 🌍!").writeSize(1));
        for (ChatModel model : bothFormats) {
            assertThat(way.ask(model).text()).isEqualTo("Grüße, Welt 🌍!");
        }
    }

    @ParameterizedTest
    @EnumSource
    void parallelToolCallsComeWhole(Way way) throws Exception {
        fake.scriptAny(Answer.text("")
                .toolCall("call_a", "weather", "{\"city\":\"Köln\",\"days\":3}")
                .toolCall("call_b", "weather", "{\"city\":\"Rome\"}")
                .toolArgumentChunks(3));
        var request = ChatRequest.builder()
                .user("Weather?")
                .tools(Tool.of("weather", "Tells the weather", "{\"type\":\"object\"}"))
                .build();
        for (ChatModel model : bothFormats) {
            ChatResponse answer = way.ask(model, request);
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(answer.choices().get(0).message().toolCalls())
                    .containsExactly(
                            new ToolCall("call_a", "weather", "{\"city\":\"Köln\",\"days\":3}"),
                            new ToolCall("call_b", "weather", "{\"city\":\"Rome\"}"));
        }
        assertThat(fake.requests())
                .allSatisfy(
                        received -> assertThat(received.request().orElseThrow().tools())
                                .extracting(Tool::name)
                                .containsExactly("weather"));
    }

    @ParameterizedTest
    @EnumSource
    void thinkingIsKeptApartFromTheText(Way way) throws Exception {
        fake.scriptAny(Answer.text("42").thinking("Let me see.", null));
        for (ChatModel model : bothFormats) {
            ChatResponse answer = way.ask(model);
            assertThat(answer.text()).isEqualTo("42");
            assertThat(answer.choices().get(0).message().reasoning()).isEqualTo("Let me see.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagesReachTheProvider(Way way) throws Exception {
        byte[] pixels = {(byte) 0x89, 'P', 'N', 'G'};
        var request = ChatRequest.builder()
                .user(
                        Content.text("What is this?"),
                        Content.image(pixels, "image/png"),
                        Content.image("https://example.org/cat.jpg"))
                .build();
        for (ChatModel model : bothFormats) {
            way.ask(model, request);
        }
        assertThat(fake.requests()).hasSize(2).allSatisfy(received -> {
            var message =
                    (UserMessage) received.request().orElseThrow().messages().get(0);
            assertThat(message.content().get(1))
                    .isInstanceOfSatisfying(
                            Content.Image.class,
                            image -> assertThat(((Media.Inline) image.media()).bytes())
                                    .isEqualTo(pixels));
            assertThat(message.content().get(2))
                    .isInstanceOfSatisfying(
                            Content.Image.class,
                            image -> assertThat(image.media()).isEqualTo(new Media.Url("https://example.org/cat.jpg")));
        });
    }

    @ParameterizedTest
    @EnumSource
    void oddPromptsArriveUnharmed(Way way) throws Exception {
        String controls = "\u0000\u0001\u001b\u007f\u2028 \"\\\n\r\t";
        String large = "0123456789abcdef".repeat(1 << 16);
        for (ChatModel model : bothFormats) {
            assertThat(way.ask(model, ChatRequest.of(controls)).text()).isEqualTo("echo: " + controls);
            assertThat(way.ask(model, ChatRequest.of(large)).text()).hasSize(large.length() + 6);
            assertThat(way.ask(model, ChatRequest.of("half \ud83c a flag")).text())
                    .startsWith("echo: half ");
        }
        assertThat(fake.requests())
                .extracting(RecordedRequest::bodyText)
                .allSatisfy(body -> assertThat(body.length()).isPositive());
    }
}
