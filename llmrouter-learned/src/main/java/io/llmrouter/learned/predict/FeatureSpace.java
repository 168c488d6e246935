package io.llmrouter.learned.predict;

import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.TextEncoder;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How texts become features: hashed terms, and for the learners that want dense vectors their projection. Immutable.
 *
 * @param terms the sparse features
 * @param lsa the dense ones; {@code null} if the learner does not use them
 */
public record FeatureSpace(TextEncoder terms, @Nullable Lsa lsa) {

    /** The features of a text. */
    public QueryFeatures encode(String text) {
        return new QueryFeatures(text, terms.encode(text), lsa);
    }

    /** How many dense features there are. */
    int dimensions() {
        return lsa == null ? 0 : lsa.dimensions();
    }

    /** How many columns terms and dense features have together. */
    int columns() {
        return terms.columns() + dimensions();
    }

    /** The dense projection, if there is one. */
    public Optional<Lsa> projection() {
        return Optional.ofNullable(lsa);
    }

    /** Writes the fitted state. */
    public void save(ModelOutput out) {
        out.integer(terms.characters());
        out.integers(terms.buckets());
        out.floats(terms.idf());
        out.real(terms.unknownIdf());
        out.flag(lsa != null);
        if (lsa != null) {
            out.integer(lsa.dimensions());
            out.floats(lsa.projection());
        }
    }

    /** Reads what {@link #save} wrote. */
    public static FeatureSpace read(ModelInput in) {
        int characters = in.integer();
        in.expect(characters >= 0 && characters <= 16, "n-grams of at most 16 characters", characters + "");
        int[] buckets = in.integers();
        for (int i = 0; i < buckets.length; i++) {
            boolean ascending = i == 0 || buckets[i] > buckets[i - 1];
            in.expect(
                    ascending && buckets[i] >= 0 && buckets[i] < TextEncoder.bucketLimit(),
                    "ascending buckets",
                    buckets[i] + "");
        }
        float[] idf = in.floats(buckets.length);
        var terms = TextEncoder.of(characters, buckets, idf, (float) in.real());
        if (!in.flag()) {
            return new FeatureSpace(terms, null);
        }
        int dimensions = in.integer();
        in.expect(dimensions > 0 && dimensions <= 4096, "1 to 4096 dimensions", dimensions + "");
        return new FeatureSpace(terms, Lsa.of(dimensions, in.floats((long) dimensions * buckets.length)));
    }
}
