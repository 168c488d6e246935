package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.stream;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class TextChunksTest {
    private static final String FIRST = chunk("\"content\":\"one\"");

    private final TextChunks chunks = new TextChunks();

    @Test
    void aChunkOfTheSameFormIsKnownAgain() {
        learn(FIRST);
        assertThat(chunks.textOf(chunk("\"content\":\" two, and\u00e9\""))).isEqualTo(" two, and\u00e9");
        assertThat(chunks.textOf(chunk("\"content\":\"\""))).isEmpty();
        assertThat(chunks.choice()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"content\":\"a\\nb\"",
                "\"content\":\"a\\u00e9\"",
                "\"content\":\"a\\\\\"",
                "\"content\":\"a\",\"refusal\":\"b\"",
                "\"content\":\"a\",\"tool_calls\":[{\"index\":0}]",
                "\"content\":null",
                "\"reasoning\":\"a\""
            })
    void aChunkThatSaysMoreOrOtherwiseIsNot(String delta) {
        learn(FIRST);
        assertThat(chunks.textOf(chunk(delta))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[1]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1}}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":1,\"delta\":{\"content\":\"a\"}}]}",
                "{\"x\":{\"content\":\"a\"},\"choices\":[{\"index\":0,\"delta\":{\"cont\\u0065nt\":\"a\"}}]}",
                "{\"x\":{\"content\":\"b\"},\"choices\":[{\"index\":0,\"delta\":{\"cont\\u0065nt\":\"a\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"content\" : \"b\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u0061\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}"
            })
    void onlyAChunkWithNothingButATextIsLearned(String data) {
        learn(data);
        assertThat(chunks.textOf(data.replace("\"a\"", "\"c\""))).isNull();
        assertThat(chunks.textOf(data)).isNull();
    }

    @Test
    void aStreamSaysTheSameWhetherItsChunksAreKnownAgainOrParsed() {
        List<String> deltas = List.of(
                "\"role\":\"assistant\",\"content\":\"\"",
                "\"content\":\"one\"",
                "\"content\":\" two\"",
                "\"reasoning_content\":\"hm\"",
                "\"content\":\" three\"",
                "\"content\":\" \\\"four\\\"\\n\"",
                "\"content\":\"\\ud83d\"",
                "\"content\":\"\\ude00\"",
                "\"content\":\" five\"",
                "\"content\":\" six\",\"x_new\":[1]",
                "\"content\":\" seven\"",
                "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
                "\"content\":\" eight\"");
        var alike = new StringBuilder();
        var unlike = new StringBuilder();
        for (int i = 0; i < deltas.size(); i++) {
            String data = chunk(deltas.get(i));
            alike.append("data: ").append(data).append("\n\n");
            unlike.append("data: {\"y").append(i).append("\":null,").append(data, 1, data.length());
            unlike.append("\n\n");
        }
        String end = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        Wire.Streamed known = stream(OPENAI, utf8(alike + end));
        Wire.Streamed parsed = stream(OPENAI, utf8(unlike + end));
        assertThat(known.text()).isEqualTo("one two three \"four\"\n\ud83d\ude00 five six seven eight");
        assertThat(known.deltas()).isEqualTo(parsed.deltas());
        assertThat(known.response().message()).isEqualTo(parsed.response().message());
        assertThat(known.response().extras()).isEqualTo(parsed.response().extras());
    }

    private void learn(String data) {
        chunks.learn(data, (ObjectNode) tree(data));
    }

    private static String chunk(String delta) {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}],\"usage\":null}";
    }
}
