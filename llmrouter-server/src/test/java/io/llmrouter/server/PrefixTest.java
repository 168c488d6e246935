package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.events;
import static io.llmrouter.server.ServerFixture.json;
import static io.llmrouter.server.ServerFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    private static ServerFixture it;

    @BeforeAll
    static void start() {
        it = new ServerFixture(config -> config.withModelPrefix(true));
    }

    @AfterAll
    static void close() {
        it.close();
    }

    private static String whole() {
        return json(it.chat("fast", "hi")).at("/choices/0/message/content").asString("");
    }

    @ParameterizedTest
    @CsvSource({
        "Hello,[fast] Hello",
        "[fast] Hello,[fast] Hello",
        "[smart] Hello,[fast] Hello",
        "[1] is the source,[fast] [1] is the source",
        "[fas,[fast] [fas",
        "[fast],'[fast] '",
        "[faster] x,[fast] [faster] x"
    })
    void wholeAndStreamedTextBearTheModelsName(String said, String shown) {
        String[] letters = said.split("");
        it.fake.script(
                "fast", Answer.text(said), Answer.text(said), Answer.text("").chunks(letters));
        assertThat(whole()).isEqualTo(shown);
        assertThat(text(it.stream("fast", "hi").body())).isEqualTo(shown);
        assertThat(text(it.stream("fast", "hi").body())).isEqualTo(shown);
    }

    @Test
    void anAnswerThatOnlyCallsToolsHasNoText() {
        it.fake.script("fast", Answer.text("").toolCall("call_1", "f", "{}"));
        assertThat(whole()).isEmpty();
        String stream = it.stream("fast", "hi").body();
        assertThat(text(stream)).isEmpty();
        assertThat(stream).contains("call_1").contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void usageSurvives() {
        it.fake.script("fast", Answer.text("a b").usage(3, 4));
        String stream = it.post(
                        "/v1/chat/completions",
                        body("fast", "hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
                .body();
        assertThat(stream).contains("\"prompt_tokens\":3");
    }

    @Test
    void anErrorInTheMidstSurvivesAndWhatWasHeldIsTold() {
        it.fake.script("fast", Answer.text("").chunks("[fa", "st", "er").with(Fault.dieAfter(2)));
        String stream = it.stream("fast", "hi").body();
        assertThat(events(stream)).last().asString().contains("stream_interrupted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"json_object\"}",
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{}}}"
            })
    void whatIsToBeParsedHasNoPrefix(String format) {
        it.fake.script("fast", Answer.text("{}"));
        String answer = it.post("/v1/chat/completions", body("fast", "hi", ",\"response_format\":" + format))
                .body();
        assertThat(json(answer).at("/choices/0/message/content").asString()).isEqualTo("{}");
    }
}
