package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.request;
import static io.llmrouter.wire.Wire.resource;
import static io.llmrouter.wire.Wire.text;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static io.llmrouter.wire.Wire.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.Media;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"openai-request-full.json", "openai-request-tools.json", "openai-request-parts.json"})
    void aRequestGoesOnWithEveryFieldItCameWith(String name) {
        byte[] body = resource(name);
        ChatRequest request = OPENAI.decodeRequest(body).request();
        String model = request.model().orElseThrow();
        assertThat(tree(OPENAI.encodeRequest(request, model, false))).isEqualTo(tree(body));
    }

    @Test
    void numbersGoOnToTheLetter() {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + "\"a\":1.10,\"b\":12345678901234567890123,\"c\":1E+2,\"d\":-0.0,\"e\":0.1234567890123456789}";
        String out = text(OPENAI.encodeRequest(request(OPENAI, body), "m", false));
        assertThat(out)
                .contains("\"a\":1.10")
                .contains("\"b\":12345678901234567890123")
                .contains("\"c\":1E+2")
                .contains("\"e\":0.1234567890123456789");
    }

    @Test
    void readsWhatTheApiCanSay() {
        ChatRequest request =
                OPENAI.decodeRequest(resource("openai-request-full.json")).request();
        assertThat(request.temperature()).hasValue(0.7);
        assertThat(request.maxTokens()).hasValue(256);
        assertThat(request.stop()).containsExactly("END", "\n\n");
        assertThat(request.choices()).hasValue(2);
        assertThat(request.endUser()).contains("user-1234");
        assertThat(request.toolChoice()).contains(ToolChoice.named("get_weather"));
        assertThat(request.lastUserText()).isEqualTo("Weather in Paris? \ud83d\ude00");
        assertThat(request.extras().fields()).containsKeys("logit_bias", "metadata", "vendor_field");
    }

    @Test
    void theLimitOfTokensIsWrittenUnderTheDialectsName() {
        ChatRequest request =
                request(OPENAI, "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_completion_tokens\":9}");
        assertThat(written(OPENAI, request).path("max_tokens").intValue()).isEqualTo(9);
        assertThat(written(WireFormat.openAi(OpenAiDialect.OPENAI), request)
                        .path("max_completion_tokens")
                        .intValue())
                .isEqualTo(9);
    }

    @Test
    void aStreamAsksForItsUsage() {
        ChatRequest request = request(
                OPENAI,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true,"
                        + "\"stream_options\":{\"include_obfuscation\":false}}");
        assertThat(tree(OPENAI.encodeRequest(request, "m", true)).path("stream_options"))
                .isEqualTo(tree("{\"include_usage\":true,\"include_obfuscation\":false}"));
        assertThat(tree(OPENAI.encodeRequest(request, "m", false)).has("stream_options"))
                .isFalse();
        WireFormat plain = WireFormat.openAi(new OpenAiDialect("max_tokens", false));
        assertThat(tree(plain.encodeRequest(ChatRequest.of("x"), "m", true)).has("stream_options"))
                .isFalse();
    }

    @Test
    void tellsWhetherTheClientWantsAStreamAndItsUsage() {
        var received =
                OPENAI.decodeRequest(utf8("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}"));
        assertThat(received.stream()).isTrue();
        assertThat(received.streamUsage()).isTrue();
    }

    @Test
    void anImageInAToolsResultFollowsInAUserMessageAfterAllResults() {
        var request = ChatRequest.builder()
                .message(new ToolMessage(
                        "a", List.of(Content.text("see"), Content.image("https://x/y.png")), false, Extras.NONE))
                .message(ToolMessage.of("b", "2"))
                .build();
        assertThat(written(OPENAI, request).path("messages"))
                .isEqualTo(
                        tree(
                                "[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"see\"},"
                                        + "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"2\"},"
                                        + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/y.png\"}}]}]"));
    }

    @Test
    void halfASurrogatePairInAPromptBreaksNothing() {
        byte[] out = OPENAI.encodeRequest(ChatRequest.of("a\ud83d b\ude00\u0000c"), "m", false);
        assertThat(Unicode.malformedUtf8(out)).isEqualTo(-1);
        assertThat(tree(out).path("messages").path(0).path("content").stringValue())
                .isEqualTo("a\uFFFD b\uFFFD\u0000c");
    }

    @Test
    void rawJsonThatIsNoneIsRefusedByName() {
        ChatRequest request = ChatRequest.of("x").toBuilder()
                .tools(Tool.of("f", "", "{not json"))
                .build();
        assertThatThrownBy(() -> OPENAI.encodeRequest(request, "m", false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tools[0].function.parameters: expected JSON");
        ChatRequest two = ChatRequest.of("x").toBuilder()
                .extras(new Extras("openai", java.util.Map.of("k", RawJson.of("1, \"model\": 2"))))
                .build();
        assertThatThrownBy(() -> OPENAI.encodeRequest(two, "m", false)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aDataUrlBecomesBytes() {
        ChatRequest request =
                OPENAI.decodeRequest(resource("openai-request-parts.json")).request();
        assertThat(request.messages().get(1).content())
                .filteredOn(Content.Image.class::isInstance)
                .extracting(part -> ((Content.Image) part).media())
                .contains(new Media.Inline("image/png", "iVBORw0KGgo="));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{ | The body: expected JSON",
                "[] | The body: expected an object, found a list",
                "{} | messages: expected a list of at least one message, found nothing",
                "{\"messages\":[]} | messages: expected a list of at least one message, found an empty list",
                "{\"messages\":{}} | messages: expected a list, found an object",
                "{\"messages\":[7]} | messages[0]: expected an object, found a number",
                "{\"messages\":[{\"content\":\"x\"}]} | messages[0].role: expected text, found nothing",
                "{\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]} | messages[0].role: expected system, developer, user",
                "{\"messages\":[{\"role\":\"user\"}]} | messages[0].content: expected text or a list of parts, found nothing",
                "{\"messages\":[{\"role\":\"user\",\"content\":5}]} | messages[0].content: expected text or a list of parts, found a number",
                "{\"messages\":[{\"role\":\"user\",\"content\":[5]}]} | messages[0].content[0]: expected a part, found a number",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | messages[0].content[0].image_url: expected an object",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"} | temperature: expected a number, found text",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0} | max_tokens: expected a whole number from 1",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1e999999999} | max_tokens: expected a whole number",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":1.5} | n: expected a whole number",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":\"yes\"} | stream: expected true or false, found text",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stop\":[1]} | stop[0]: expected text, found a number",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\"}]} | tools[0].function: expected an object, found nothing",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":3} | tool_choice: expected none, auto, required",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\"}]} | messages[0].content: expected text, found half of a surrogate pair",
            })
    void refusesWhatIsNoRequestAndNamesTheField(String body, String message) {
        assertThatThrownBy(() -> OPENAI.decodeRequest(utf8(body)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesMalformedUtf8AndDepth() {
        byte[] bad = utf8("{\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}");
        bad[bad.length - 5] = (byte) 0xFF;
        assertThatThrownBy(() -> OPENAI.decodeRequest(bad)).hasMessageContaining("expected UTF-8");
        assertThatThrownBy(() -> OPENAI.decodeRequest(utf8("[".repeat(100_000))))
                .isInstanceOf(InvalidRequestException.class);
    }
}
