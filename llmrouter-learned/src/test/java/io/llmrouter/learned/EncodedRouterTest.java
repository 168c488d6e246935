package io.llmrouter.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.learned.data.QueryVectors;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.Encoders;
import io.llmrouter.learned.encode.ToyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers whose dense features come from a sentence encoder, or with the table. */
class EncodedRouterTest {
    private static final int WIDTH = 6;

    @TempDir
    Path dir;

    private RoutingTable kinds() throws IOException {
        return SyntheticTables.kinds(dir, 300, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ensemblerouter", "knnrouter", "kmeansrouter", "mlprouter", "mfrouter", "routerdc"})
    void aLearnerLearnsFromVectorsAlone(String learner) throws IOException {
        TrainedRouter router = RouterTrainer.of(learner)
                .encoder(new ToyEncoder(WIDTH), false)
                .train(kinds())
                .router();
        // Words that the training data has never shown: only the vector tells.
        assertThat(router.choose("a stanza by Homer")).isEqualTo("poet");
        assertThat(router.choose("who is Homer")).isEqualTo("counter");
        assertThat(router.familiarity("please add the number")).isZero();
    }

    @Test
    void aSavedRouterFindsItsEncoderAgainAndPredictsTheSame() throws IOException {
        Path file = dir.resolve("router.llmr");
        var progress = new ArrayList<String>();
        TrainedRouter router = RouterTrainer.of("logisticrouter")
                .encoder(new ToyEncoder(WIDTH), true)
                .progress((step, done, total) -> {
                    progress.add(step);
                    assertThat(done).isLessThanOrEqualTo(total);
                })
                .train(kinds())
                .router();
        assertThat(progress).anyMatch(step -> step.matches("encoded \\d+ of \\d+ rows"));
        router.save(file);
        try (TrainedRouter loaded = TrainedRouter.load(file)) {
            assertThat(loaded.encoderIdentity().orElseThrow().reference()).isEqualTo("toy:6");
            assertThat(qualities(loaded, "give me a poem")).isEqualTo(qualities(router, "give me a poem"));
            double[] withVector = new double[3];
            loaded.predict(
                    "give me a poem", ToyEncoder.vector("give me a poem", WIDTH), withVector, new double[3], null);
            assertThat(withVector).isEqualTo(qualities(router, "give me a poem"));
        }
    }

    private static double[] qualities(TrainedRouter router, String query) {
        double[] quality = new double[router.models().size()];
        router.predict(query, quality, new double[quality.length]);
        return quality;
    }

    @Test
    void anotherEncoderIsRefusedWithTheReason() throws IOException {
        Path file = dir.resolve("router.llmr");
        RouterTrainer.of("knnrouter")
                .encoder(new ToyEncoder(WIDTH), true)
                .train(kinds())
                .router()
                .save(file);
        assertThatThrownBy(() -> TrainedRouter.load(file, Encoders.installed(), "toy:7"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("expected an encoder of 6 dimensions")
                .hasMessageContaining("one of 7");
        var other = new ToyEncoder(WIDTH, "other weights");
        assertThatThrownBy(() -> TrainedRouter.loadWithoutEncoder(file).withEncoder(other))
                .hasMessageContaining("other weights");
        TrainedRouter bare = TrainedRouter.loadWithoutEncoder(file);
        assertThatThrownBy(() -> bare.choose("a poem"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("toy:6");
        TrainedRouter words = RouterTrainer.of("knnrouter").train(kinds()).router();
        assertThatThrownBy(() -> words.withEncoder(other)).hasMessageContaining("one of words alone");
    }

    @Test
    void closingARouterClosesItsEncoder() throws IOException {
        var encoder = new ToyEncoder(WIDTH);
        RouterTrainer.of("knnrouter")
                .encoder(encoder, true)
                .train(kinds())
                .router()
                .close();
        assertThat(encoder.isClosed()).isTrue();
    }

    @Test
    void vectorsInTheRowsAreLearnedFromAndServedByAnEncoderOfTheirLength() throws IOException {
        RoutingTable table = RoutingTableReader.readWithVectors(rows(true, false), QueryVectors.inRows());
        TrainingResult result =
                RouterTrainer.of("knnrouter").vectorsOfTable(false).train(table);
        assertThat(result.isGood()).isTrue();
        Path file = dir.resolve("data.llmr");
        result.router().save(file);

        TrainedRouter loaded = TrainedRouter.load(file);
        assertThat(loaded.needsVectors()).isTrue();
        assertThat(loaded.predictions(table).quality()).hasNumberOfRows(table.size());
        assertThatThrownBy(() -> loaded.choose("a poem")).hasMessageContaining("6 dimensions");
        assertThatThrownBy(() -> TrainedRouter.load(file, Encoders.installed(), "toy:8"))
                .hasMessageContaining("6 dimensions");
        try (TrainedRouter served = TrainedRouter.load(file, Encoders.installed(), "toy:6")) {
            assertThat(served.choose("a stanza by Homer")).isEqualTo("poet");
        }
    }

    @Test
    void vectorsInAFileOfTheirOwnAreFoundByTheirId() throws IOException {
        Path rows = rows(false, true);
        var vectors = new StringBuilder("{");
        var array = new StringBuilder("[");
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String vector = Arrays.toString(ToyEncoder.vector(query(i), WIDTH));
            vectors.append(i == 0 ? "" : ",").append("\"%d\":%s".formatted(i, vector));
            array.append(i == 0 ? "" : ",").append(vector);
            lines.append("{\"embedding_id\":%d,\"embedding\":%s}%n".formatted(i, vector));
        }
        for (String text : new String[] {vectors + "}", array + "]", lines.toString()}) {
            Path file = Files.writeString(dir.resolve("vectors.json"), text);
            RoutingTable table = RoutingTableReader.readWithVectors(rows, QueryVectors.read(file));
            assertThat(table.hasVectors()).isTrue();
            assertThat(table.vector(7)).isEqualTo(ToyEncoder.vector(query(7), WIDTH));
            assertThat(table.pick(new int[] {9, 3}).vector(1)).isEqualTo(table.vector(3));
            assertThat(table.joined(table).vector(60)).isEqualTo(table.vector(0));
        }
        assertThat(RoutingTableReader.read(rows).hasVectors()).isFalse();
    }

    @Test
    void vectorsThatAreNoneAreRefusedWithTheirPlace() throws IOException {
        for (String text :
                new String[] {"{\"0\": [1, \"two\"]}", "{\"0\": [1, NaN]}", "{\"0\": []}", "{\"0\": [1,", "7"}) {
            Path file = Files.writeString(dir.resolve("broken.json"), text);
            assertThatThrownBy(() -> QueryVectors.read(file))
                    .as(text)
                    .isInstanceOf(RoutingDataException.class)
                    .hasMessageContaining("broken.json");
        }
        assertThatThrownBy(() -> QueryVectors.read(dir.resolve("embeddings.pt")))
                .hasMessageContaining("may hold code");
        Path uneven = Files.writeString(
                dir.resolve("uneven.jsonl"),
                "{\"query\":\"a\",\"scores\":{\"m\":1},\"embedding\":[1,2]}\n{\"query\":\"b\",\"scores\":{\"m\":1},\"embedding\":[1]}\n");
        assertThatThrownBy(() -> RoutingTableReader.readWithVectors(uneven, QueryVectors.inRows()))
                .hasMessageContaining("uneven.jsonl:2")
                .hasMessageContaining("a vector of 2 numbers");
        Path partly = Files.writeString(
                dir.resolve("partly.jsonl"),
                "{\"query\":\"a\",\"scores\":{\"m\":1},\"embedding\":[1,2]}\n{\"query\":\"b\",\"scores\":{\"m\":1}}\n");
        assertThatThrownBy(() -> RoutingTableReader.readWithVectors(partly, QueryVectors.inRows()))
                .hasMessageContaining("a vector of the query, as other rows have");
        RoutingTable without = RoutingTableReader.read(rows(true, true));
        assertThatThrownBy(
                        () -> RouterTrainer.of("knnrouter").vectorsOfTable(true).train(without))
                .hasMessageContaining("query_embedding_data");
    }

    private static String query(int i) {
        return i % 2 == 0 ? "a poem number " + i : "the sum of " + i;
    }

    private Path rows(boolean vectors, boolean ids) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append("{\"query\":\"%s\"%s%s,\"scores\":{\"poet\":%d,\"counter\":%d}}%n"
                    .formatted(
                            query(i),
                            vectors ? ",\"embedding\":" + Arrays.toString(ToyEncoder.vector(query(i), WIDTH)) : "",
                            ids ? ",\"embedding_id\":" + i : "",
                            1 - i % 2,
                            i % 2));
        }
        return Files.writeString(dir.resolve("rows" + vectors + ids + ".jsonl"), lines);
    }
}
