package io.llmrouter.learned.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncodersTest {
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final EmbeddingModel model = request -> {
        batches.add(request.size());
        List<float[]> vectors = request.texts().stream()
                .map(text -> new float[] {text.length(), 1})
                .toList();
        return CompletableFuture.completedFuture(new EmbeddingResponse("m", vectors, Usage.UNKNOWN, null));
    };

    private static SentenceEncoder endpoint(EmbeddingModel model) {
        return Encoders.of(
                        List.of(ModelInfo.of("vectors", "openai", "text-embedding-3-small")),
                        name -> Optional.of(model))
                .open("endpoint:vectors");
    }

    @Test
    void aKindIsFoundAsAServiceInAnyCase() {
        try (SentenceEncoder encoder = Encoders.installed().open("Toy:5")) {
            assertThat(encoder.encode("a poem")).hasSize(5);
            assertThat(encoder.reference()).isEqualTo("toy:5");
        }
    }

    @Test
    void aKindWithoutItsModuleNamesTheDependency() {
        assertThatThrownBy(() -> Encoders.installed().open("onnx:/models/minilm"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("io.llmrouter:llmrouter-encoder-onnx");
        assertThatThrownBy(() -> Encoders.installed().open("minilm")).hasMessageContaining("onnx:FOLDER");
        assertThatThrownBy(() -> Encoders.installed().open("endpoint:vectors"))
                .hasMessageContaining("embeddings.vectors");
    }

    @Test
    void anEndpointIsAskedInBatchesAndItsModelIsItsFingerprint() {
        SentenceEncoder encoder = endpoint(model);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add("x".repeat(i));
        }
        List<float[]> vectors = encoder.encodeAll(texts);
        assertThat(batches).containsExactly(64, 64, 22);
        for (int i = 0; i < 150; i++) {
            assertThat(vectors.get(i)).containsExactly(i, 1);
        }
        assertThat(encoder.fingerprint()).isEqualTo("model text-embedding-3-small");
        assertThat(encoder.dimensions()).hasValue(2);
    }

    @Test
    void recentTextsAreNotAskedAgain() throws Exception {
        SentenceEncoder encoder = endpoint(model);
        encoder.encode("one");
        encoder.encodeAll(List.of("two", "one"));
        assertThat(encoder.encodeAsync("two").get(1, TimeUnit.SECONDS)).containsExactly(3, 1);
        assertThat(encoder.encodeAsync("three").get(1, TimeUnit.SECONDS)).containsExactly(5, 1);
        encoder.encode("three");
        assertThat(batches).containsExactly(1, 1, 1);
        for (int i = 0; i < 1_100; i++) {
            encoder.encode("text " + i);
        }
        batches.clear();
        encoder.encode("one");
        encoder.encode("text 1099");
        assertThat(batches).containsExactly(1);
    }

    @Test
    void aFailureOfTheEndpointIsOneOfTheEncoder() {
        SentenceEncoder encoder = endpoint(request -> CompletableFuture.failedFuture(new ProviderUnavailableException(
                ErrorFacts.because("down").help("Wait.").build())));
        assertThatThrownBy(() -> encoder.encode("secret text"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("endpoint:vectors")
                .hasMessageContaining("ProviderUnavailableException")
                .hasMessageNotContaining("secret");
        assertThat(encoder.encodeAsync("secret text"))
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(EncoderException.class);
    }

    @Test
    void vectorsOfAnotherLengthOrNumberAreRefused() {
        var width = new int[] {2};
        SentenceEncoder encoder = endpoint(request -> CompletableFuture.completedFuture(
                new EmbeddingResponse("m", List.of(new float[width[0]]), Usage.UNKNOWN, null)));
        encoder.encode("one");
        width[0] = 3;
        assertThatThrownBy(() -> encoder.encode("two")).hasMessageContaining("vectors of one length, 2");
        assertThatThrownBy(() -> encoder.encodeAll(List.of("three", "four")))
                .hasMessageContaining("expected 2 vectors");
    }

    @Test
    void cancellingCancelsTheCall() {
        var call = new CompletableFuture<EmbeddingResponse>();
        SentenceEncoder encoder = endpoint(request -> call);
        encoder.encodeAsync("one").cancel(true);
        assertThat(call).isCancelled();
    }
}
