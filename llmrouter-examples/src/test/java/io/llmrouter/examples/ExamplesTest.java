package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.Message;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.testkit.RecordedRequest;
import io.llmrouter.testkit.WireKind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExamplesTest {
    private static final String CRDTS = "replicas can change on their own";
    private static final String NOTICE = "(No %s: these answers come from a fake provider on 127.0.0.1)";

    @Test
    void quickStartPrintsTheAnswerAndHowItCameAbout() throws Exception {
        Ran ran = Ran.example(QuickStart::main);

        assertThat(ran.lines()).hasSize(3);
        assertThat(ran.lines().get(0)).isEqualTo(NOTICE.formatted("OPENAI_API_KEY"));
        assertThat(ran.lines().get(1)).contains(CRDTS);
        assertThat(ran.lines().get(2))
                .startsWith("fast by rules (no rule matches: the default), 1 attempt, 8 + 24 tokens, $0.0000156, ");
        assertThat(ran.asked()).containsExactly("gpt-4o-mini");
        assertThat(ran.requests().get(0).header("authorization")).contains("Bearer fake-key");
    }

    @Test
    void theBuilderDoesAsTheFileDoes() throws Exception {
        Ran ran = Ran.example(BuilderInsteadOfYaml::main);

        assertThat(ran.output()).contains(CRDTS).contains("fast by only").contains("$0.0000156");
        assertThat(ran.asked()).containsExactly("gpt-4o-mini");
        assertThat(ran.requests().get(0).path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void aBedrockQueryIsSignedAndAnswered() throws Exception {
        Ran ran = Ran.example(BedrockQuery::main);

        assertThat(ran.output())
                .contains(NOTICE.formatted("AWS credentials"))
                .contains("amplitudes of many states")
                .contains("claude by only");
        assertThat(ran.asked()).containsExactly("us.anthropic.claude-haiku-4-5-20251001-v1:0");
        RecordedRequest request = ran.requests().get(0);
        assertThat(request.path()).endsWith("/converse");
        assertThat(request.header("authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256")
                .contains("/us-east-1/bedrock/");
        assertThat(request.request()
                        .flatMap(chat -> chat.messages().stream()
                                .filter(message -> message.text().equals("Answer in one sentence."))
                                .findFirst()))
                .isPresent();
    }

    @Test
    void aBatchIsAnsweredInOrderByBothModels() throws Exception {
        Ran ran = Ran.example(Batch::main);

        List<String> lines = ran.lines();
        assertThat(lines).hasSize(6);
        assertThat(lines.subList(1, 5))
                .extracting(line -> line.replaceFirst("^\\S+ ", ""))
                .containsExactly("Paris.", "Tokyo.", "Lima.", "Nairobi.");
        assertThat(lines.subList(1, 5))
                .filteredOn(line -> line.startsWith("claude: "))
                .hasSize(2);
        assertThat(lines.subList(1, 5))
                .filteredOn(line -> line.startsWith("nova-lite: "))
                .hasSize(2);
        assertThat(lines.get(5)).isEqualTo("All together: $0.00003786");
        assertThat(ran.requests()).hasSize(4);
    }

    @Test
    void aCascadeKeepsWhatIsRightAndAsksTheLargeModelForTheRest() throws Exception {
        Ran ran = Ran.example(Cascade::main);

        assertThat(ran.lines().subList(1, 5))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Paris."),
                        line -> assertThat(line)
                                .startsWith("  small by automix (small was found right 2 of 2 times)")
                                .contains("2 questions and 1 attempt"),
                        line -> assertThat(line).isEqualTo("391."),
                        line -> assertThat(line)
                                .startsWith(
                                        "  large by automix (small was found right 0 of 2 times; large is the last)")
                                .contains("3 questions and 1 attempt"));
        assertThat(ran.asked()).filteredOn("gpt-4.1"::equals).hasSize(1);
        assertThat(ran.requests()).hasSize(7);
    }

    @Test
    void mixedProvidersAreChosenByWeightAndBothAnswer() throws Exception {
        Ran ran = Ran.example(MixedProviders::main);

        var counts = Pattern.compile("claude-3-sonnet=(\\d+), llama-3.1-8b=(\\d+), titan-text-express=(\\d+)")
                .matcher(ran.output());
        assertThat(counts.find()).isTrue();
        assertThat(Integer.parseInt(counts.group(1))).isBetween(120, 280); // 200, give or take seven deviations
        assertThat(Integer.parseInt(counts.group(2))).isBetween(215, 385); // 300
        assertThat(Integer.parseInt(counts.group(3))).isBetween(35, 165); // 100
        assertThat(ran.lines()).contains("nvidia: echo: Hello, who are you?");
        assertThat(ran.lines())
                .filteredOn("bedrock: echo: Hello, who are you?"::equals)
                .hasSize(2);
        assertThat(ran.requests(WireKind.OPENAI)).hasSize(1);
        assertThat(ran.requests(WireKind.BEDROCK)).hasSize(2);
    }

    @Test
    void rulesSendCodeToClaudeReasoningToLlamaAndTheRestToTitan() throws Exception {
        Ran ran = Ran.example(RulesRouting::main);

        assertThat(ran.asked())
                .containsExactly(
                        "anthropic.claude-3-sonnet-20240229-v1:0",
                        "meta/llama3-70b-instruct",
                        "amazon.titan-text-express-v1");
        assertThat(ran.output())
                .contains("claude-3-sonnet by rules (keyword \"code\" of rule 1)")
                .contains("llama3-70b by rules (keyword \"analyze\" of rule 2)")
                .contains("titan-text-express by rules (no rule matches: the default)");
        assertThat(ran.requests(WireKind.BEDROCK)).hasSize(2);
        assertThat(ran.requests(WireKind.OPENAI)).hasSize(1);
    }

    @Test
    void theFallbackAnswersForAModelThatCannotBeReached() throws Exception {
        Ran ran = Ran.example(Fallback::main);

        assertThat(ran.output())
                .contains(CRDTS)
                .contains("hosted instead of local")
                .contains("2 attempts")
                .contains("  local: 127.0.0.1:9 took no connection")
                .contains("  hosted: answered");
        assertThat(ran.asked()).containsExactly("gpt-4o-mini");
    }

    @Test
    void aCancelledStreamClosesItsSocketAndTellsSo() throws Exception {
        Ran ran = Ran.example(StreamingWithCancellation::main);

        assertThat(ran.output()).contains("Once upon a time").endsWith("(enough)" + System.lineSeparator());
        RecordedRequest request = ran.requests().get(0);
        assertThat(request.stream()).isTrue();
        assertThat(request.awaitCallerLeft(Duration.ofSeconds(5))).isTrue();
        assertThat(request.chunksWritten()).isBetween(10, 200); // of more than 500
    }

    @Test
    void aFanOutAsksAllThreeFormatsOnce() throws Exception {
        Ran ran = Ran.example(AsyncFanOut::main);

        assertThat(ran.lines()).contains("gpt: Paris.", "claude: Paris.", "nova: Paris.");
        assertThat(ran.requests())
                .extracting(RecordedRequest::format)
                .containsExactlyInAnyOrder(WireKind.OPENAI, WireKind.ANTHROPIC, WireKind.BEDROCK);
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aToolIsCalledAndItsResultAnswered(WireKind format) throws Exception {
        Ran ran = Ran.example(Tools::main);

        String answer = "The weather service says: Bonn: 18 degrees, light rain.";
        assertThat(ran.lines()).contains("gpt: " + answer, "claude: " + answer, "nova: " + answer);

        List<RecordedRequest> turns = ran.requests(format);
        assertThat(turns).hasSize(2);
        ChatRequest first = turns.get(0).request().orElseThrow();
        assertThat(first.tools()).extracting("name").containsExactly("weather");
        List<Message> second = turns.get(1).request().orElseThrow().messages();
        ToolCall call = ((AssistantMessage) second.get(1)).toolCalls().get(0);
        ToolMessage result = (ToolMessage) second.get(2);
        assertThat(call.name()).isEqualTo("weather");
        assertThat(result.callId()).isEqualTo(call.id());
        assertThat(result.text()).isEqualTo("Bonn: 18 degrees, light rain");
    }

    @Test
    void aToolAnswersArgumentsThatAreNotJsonWithAFailure() {
        ToolMessage result = Tools.run(new ToolCall("call_1", "weather", "{\"city\": "));

        assertThat(result.error()).isTrue();
        assertThat(result.callId()).isEqualTo("call_1");
    }

    @Test
    void structuredOutputSendsTheSchemaAndReadsTheAnswer() throws Exception {
        Ran ran = Ran.example(StructuredOutput::main);

        assertThat(ran.lines()).contains("Tokyo in Japan has 14000000 inhabitants.");
        assertThat(ran.requests().get(0).request().flatMap(ChatRequest::responseFormat))
                .get()
                .isInstanceOfSatisfying(ResponseFormat.JsonSchema.class, format -> {
                    assertThat(format.name()).isEqualTo("city");
                    assertThat(format.schema().text()).contains("population");
                });
    }

    @Test
    void visionSendsTheBytesOfTheImage() throws Exception {
        Ran ran = Ran.example(Vision::main);

        assertThat(ran.lines()).contains("A red circle on a white ground.");
        List<Content> content =
                ran.requests().get(0).request().orElseThrow().messages().get(0).content();
        assertThat(content.get(1)).isInstanceOfSatisfying(Content.Image.class, image -> {
            var inline = (Media.Inline) image.media();
            assertThat(inline.mediaType()).isEqualTo("image/png");
            assertThat(inline.bytes()).isEqualTo(Playground.resource("circle.png"));
        });
    }

    @Test
    void aRouterServesAsAModelOfAnother() throws Exception {
        Ran ran = Ran.example(RouterInsideRouter::main);

        assertThat(ran.output())
                .contains("cheap by rules (no rule matches: the default)")
                .contains("strong by rules (keyword \"prove\" of rule 1)");
        assertThat(ran.requests()).hasSize(2);
        assertThat(ran.asked().get(1)).isEqualTo("us.anthropic.claude-haiku-4-5-20251001-v1:0");
    }

    @Test
    void aProviderOfOnesOwnIsFoundByItsName() throws Exception {
        Ran ran = Ran.example(CustomProvider::main);

        assertThat(ran.lines().get(0)).isEqualTo("You said: Pieces of eight!");
        assertThat(ran.lines().get(1)).startsWith("parrot by only");
        assertThat(ran.requests()).isEmpty();
    }

    @Test
    void aStrategyOfOnesOwnIsFoundByItsName() throws Exception {
        Ran ran = Ran.example(CustomStrategy::main);

        assertThat(ran.asked()).containsExactly("gpt-4o-mini", "qwen/qwen2.5-7b-instruct", "us.amazon.nova-lite-v1:0");
        assertThat(ran.output())
                .contains("gpt by language (no script of the prompt has a model of its own)")
                .contains("qwen by language (the prompt is in HAN)")
                .contains("nova by language (the prompt is in CYRILLIC)");
    }
}
