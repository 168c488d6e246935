package io.llmrouter.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.Encoders;
import io.llmrouter.learned.encode.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OnnxEncoderTest {
    @TempDir
    Path dir;

    private static SentenceEncoder open(Path folder) {
        return Encoders.installed().open("onnx:" + folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased"})
    void theVectorsAreThoseOfTheSameComputationByNumpy(String kind) throws Exception {
        JsonNode cases = JsonMapper.shared().readTree(Files.readString(Folders.of(kind + "/cases.json")));
        var texts = new ArrayList<String>();
        cases.values().forEach(one -> texts.add(one.path("text").stringValue()));
        try (SentenceEncoder encoder = open(Folders.of(kind))) {
            assertThat(encoder.dimensions()).hasValue(8);
            List<float[]> all = encoder.encodeAll(texts);
            for (int i = 0; i < texts.size(); i++) {
                float[] later = encoder.encodeAsync(texts.get(i)).get(10, TimeUnit.SECONDS);
                assertThat(later).isEqualTo(all.get(i)).isEqualTo(encoder.encode(texts.get(i)));
                for (int d = 0; d < 8; d++) {
                    assertThat((double) later[d])
                            .isCloseTo(cases.get(i).path("vector").get(d).doubleValue(), within(2e-6));
                }
            }
        }
    }

    @Test
    void theFingerprintIsThatOfTheFilesAndNotOfTheirPlace() throws IOException {
        Path copy = Folders.copy("uncased", dir.resolve("copy"));
        try (SentenceEncoder here = open(Folders.of("uncased"));
                SentenceEncoder there = open(copy)) {
            assertThat(there.fingerprint()).isEqualTo(here.fingerprint()).startsWith("onnx ");
            assertThat(there.reference()).isEqualTo("onnx:" + copy);
        }
        Files.writeString(copy.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 12}");
        try (SentenceEncoder here = open(Folders.of("uncased"));
                SentenceEncoder there = open(copy)) {
            assertThat(there.fingerprint()).isNotEqualTo(here.fingerprint());
        }
    }

    @Test
    void aModelFileCanBeNamedItself() {
        Path file = Folders.of("cased/onnx/model_quantized.onnx");
        try (SentenceEncoder byFile = open(file);
                SentenceEncoder byFolder = open(Folders.of("cased"))) {
            assertThat(byFile.encode("the model")).isEqualTo(byFolder.encode("the model"));
            assertThat(byFile.reference()).isEqualTo("onnx:" + file);
        }
    }

    @Test
    void aClosedEncoderRefusesTextsAndEndsThoseUnderWay() {
        OnnxEncoder encoder = OnnxEncoder.open(ModelFolder.of(Folders.of("uncased")));
        var futures = new ArrayList<CompletableFuture<float[]>>();
        for (int i = 0; i < 500; i++) {
            futures.add(encoder.encodeAsync("the model " + i));
        }
        encoder.close();
        encoder.close();
        for (CompletableFuture<float[]> future : futures) {
            assertThat(future.handle((vector, failure) -> vector != null || failure instanceof EncoderException))
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .isEqualTo(true);
        }
        assertThatThrownBy(() -> encoder.encode("the")).isInstanceOf(EncoderException.class);
        assertThat(encoder.encodeAsync("the")).failsWithin(1, TimeUnit.SECONDS);
    }

    @Test
    void moreTextsThanCanWaitAreRefusedAndCancelledOnesPassedOver() throws Exception {
        try (var threads = new EncodingThreads(text -> {
            if (text.equals("wait")) {
                throw new IllegalStateException();
            }
            return new float[] {1};
        })) {
            CompletableFuture<float[]> cancelled = threads.encode("wait");
            cancelled.cancel(true);
            assertThat(threads.encode("next").get(10, TimeUnit.SECONDS)).containsExactly(1);
        }
    }

    @Test
    void whatIsNoModelIsRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> open(dir.resolve("none")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("found no folder");
        assertThatThrownBy(() -> open(dir)).hasMessageContaining("expected a folder with a model");
        Path folder = Folders.copy("uncased", dir.resolve("broken"));
        Files.writeString(folder.resolve("model.onnx"), "not a model");
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("ONNX Runtime 1.20 can open");
    }

    @Test
    void aTokenizerOfAnotherModelIsRefusedAtOnce() throws IOException {
        Path folder = Folders.copy("cased", dir.resolve("mixed"));
        String vocabulary = Files.readString(folder.resolve("vocab.txt"));
        // The small model has no word of so high an id.
        Files.writeString(folder.resolve("vocab.txt"), "x\n".repeat(2_000) + vocabulary);
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("the tokenizer in the folder is that of the model");
    }

    @Test
    void poolingThatIsNotDoneHereIsRefused() throws IOException {
        Path folder = Folders.copy("uncased", dir.resolve("max"));
        Files.writeString(
                folder.resolve("1_Pooling").resolve("config.json"),
                "{\"pooling_mode_mean_tokens\": true, \"pooling_mode_max_tokens\": true}");
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("pooling_mode_cls_token");
    }
}
