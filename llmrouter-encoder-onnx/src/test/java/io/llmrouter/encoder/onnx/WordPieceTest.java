package io.llmrouter.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.learned.encode.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WordPieceTest {
    private static final int MOST = 24;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased"})
    void theIdsAreThoseOfTheReferenceTokenizer(String kind) throws IOException {
        WordPiece tokenizer = TokenizerFiles.read(Folders.of(kind));
        JsonNode cases = JsonMapper.shared().readTree(Files.readString(Folders.of(kind + "/cases.json")));
        assertThat(cases.size()).isGreaterThan(250);
        for (JsonNode one : cases.values()) {
            long[] expected = one.path("ids").values().stream()
                    .mapToLong(JsonNode::longValue)
                    .toArray();
            assertThat(tokenizer.ids(one.path("text").stringValue(), MOST))
                    .as(one.path("text").toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aVocabularyFileSaysTheSameAsTheJsonFile() throws IOException {
        Path folder = Folders.copy("cased", dir.resolve("model"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
        WordPiece byVocabulary = TokenizerFiles.read(folder);
        WordPiece byJson = TokenizerFiles.read(Folders.of("uncased"));
        String text = "Zürich: the ROUTER wants a café, naïve!";
        assertThat(byVocabulary.ids(text, 100)).isEqualTo(byJson.ids(text, 100));
    }

    @Test
    void aHugeTextIsReadAsFarAsTheModelReads() {
        WordPiece tokenizer = TokenizerFiles.read(Folders.of("uncased"));
        long[] ids = tokenizer.ids("the model ".repeat(1_000_000), MOST);
        assertThat(ids).hasSize(MOST);
        assertThat(LongStream.of(ids).distinct().count()).isEqualTo(4);
    }

    @Test
    void anotherTokenizerIsRefusedByName() throws IOException {
        Path folder = Folders.copy("uncased", dir.resolve("bpe"));
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0}}}");
        assertThatThrownBy(() -> TokenizerFiles.read(folder))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("expected a WordPiece tokenizer, found BPE");
        Files.writeString(folder.resolve("tokenizer.json"), "no JSON");
        assertThatThrownBy(() -> TokenizerFiles.read(folder)).hasMessageContaining("expected readable JSON");
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> TokenizerFiles.read(folder)).hasMessageContaining("tokenizer.json or vocab.txt");
        Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
        assertThatThrownBy(() -> TokenizerFiles.read(folder)).hasMessageContaining("expected [UNK]");
    }
}
