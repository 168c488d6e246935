package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.encode.EncoderIdentity;
import io.llmrouter.learned.encode.SentenceEncoder;
import io.llmrouter.learned.features.DenseMatrix;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The vectors of all rows: an encoder's, asked in batches, or those that came with the table. Not safe for concurrent use. */
final class RowVectors {
    private static final int MOST_STEPS = 20;
    private static final int SMALLEST_BATCH = 256;

    private final RoutingTable table;
    private final @Nullable SentenceEncoder encoder;
    private final int batch;
    private @Nullable EncoderIdentity identity;

    RowVectors(RoutingTable table, @Nullable SentenceEncoder encoder) {
        this.table = table;
        this.encoder = encoder;
        this.batch = Math.max(SMALLEST_BATCH, (table.size() + MOST_STEPS - 1) / MOST_STEPS);
        if (encoder == null && !table.hasVectors()) {
            throw RoutingDataException.of(
                    "table", "the vector of each query: embedding, or embedding_id and query_embedding_data", "none");
        }
    }

    /** How many steps it takes. */
    int steps() {
        return encoder == null ? 0 : (table.size() + batch - 1) / batch;
    }

    /**
     * All vectors, at length 1.
     *
     * @param told is told of each step
     */
    DenseMatrix all(Consumer<String> told) {
        DenseMatrix matrix = DenseMatrix.zero(0, 0);
        for (int from = 0; from < table.size(); from += batch) {
            int to = Math.min(table.size(), from + batch);
            List<float[]> vectors = vectors(from, to);
            if (from == 0) {
                identity = identity(vectors.get(0).length);
                matrix = DenseMatrix.zero(table.size(), identity().dimensions());
            }
            for (int row = from; row < to; row++) {
                float[] unit = identity().normalised(vectors.get(row - from));
                System.arraycopy(unit, 0, matrix.values(), row * unit.length, unit.length);
            }
            if (encoder != null) {
                told.accept("encoded " + to + " of " + table.size() + " rows");
            }
        }
        return matrix;
    }

    /** What gave the vectors, once there are some. */
    EncoderIdentity identity() {
        return Objects.requireNonNull(identity);
    }

    private List<float[]> vectors(int from, int to) {
        return encoder == null
                ? IntStream.range(from, to).mapToObj(table::vector).toList()
                : encoder.encodeAll(
                        IntStream.range(from, to).mapToObj(table::query).toList());
    }

    private EncoderIdentity identity(int dimensions) {
        return encoder == null
                ? new EncoderIdentity(EncoderIdentity.DATA, "", dimensions)
                : new EncoderIdentity(encoder.reference(), encoder.fingerprint(), dimensions);
    }
}
