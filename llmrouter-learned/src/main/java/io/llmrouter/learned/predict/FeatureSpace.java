package io.llmrouter.learned.predict;

import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.EncoderIdentity;
import io.llmrouter.learned.encode.SentenceEncoder;
import io.llmrouter.learned.features.Lsa;
import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.features.TextEncoder;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How texts become features: hashed terms, and for the learners that want dense vectors their projection or a sentence
 * encoder's vectors. Immutable.
 */
public final class FeatureSpace {
    private static final int NO_DENSE = 0;
    private static final int PROJECTION = 1;
    private static final int ENCODER = 2;

    private final TextEncoder terms;
    private final @Nullable Lsa lsa;
    private final @Nullable EncoderIdentity identity;
    private final @Nullable SentenceEncoder encoder;

    private FeatureSpace(
            TextEncoder terms,
            @Nullable Lsa lsa,
            @Nullable EncoderIdentity identity,
            @Nullable SentenceEncoder encoder) {
        this.terms = terms;
        this.lsa = lsa;
        this.identity = identity;
        this.encoder = encoder;
    }

    /**
     * Terms and their projection.
     *
     * @param lsa the dense features; {@code null} if the learner does not use them
     */
    public FeatureSpace(TextEncoder terms, @Nullable Lsa lsa) {
        this(terms, lsa, null, null);
    }

    /** Terms and the vectors of an encoder, which is yet to be given. */
    public FeatureSpace(TextEncoder terms, EncoderIdentity identity) {
        this(terms, null, identity, null);
    }

    /**
     * The same space with the encoder that it needs.
     *
     * @throws EncoderException if it needs none, or another one
     */
    public FeatureSpace withEncoder(SentenceEncoder given) {
        if (identity == null) {
            throw EncoderException.because(
                    given.reference()
                            + ": expected a router that was trained with an encoder, found one of words alone",
                    "Leave the encoder out, or train the router with it.");
        }
        identity.check(given);
        return new FeatureSpace(terms, null, identity, given);
    }

    /** The sparse features. */
    public TextEncoder terms() {
        return terms;
    }

    /** The encoder that it needs, if it needs one. */
    public Optional<EncoderIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    /** The encoder, if it has one. */
    public Optional<SentenceEncoder> encoder() {
        return Optional.ofNullable(encoder);
    }

    /** The features of a text; an encoder is asked when the dense ones are first needed, and may block. */
    public QueryFeatures encode(String text) {
        return new QueryFeatures(text, terms.encode(text), this, null);
    }

    /**
     * The features of a text of which the encoder's vector is there.
     *
     * @param vector the vector, as the encoder gave it; {@code null} to have it asked
     */
    public QueryFeatures encode(String text, float @Nullable [] vector) {
        float[] dense = vector == null || identity == null ? null : identity.normalised(vector);
        return new QueryFeatures(text, terms.encode(text), this, dense);
    }

    /** The dense features of a text. */
    float[] dense(String text, SparseVector vector) {
        if (lsa != null) {
            return lsa.project(vector);
        }
        if (identity == null) {
            throw new IllegalStateException("these features have no dense projection");
        }
        if (encoder == null) {
            throw EncoderException.because(
                    "encoder: expected one of " + identity.dimensions()
                            + " dimensions, with which the router was trained (" + identity.reference()
                            + "), found none",
                    "Name it: router.llmrouter.encoder in the configuration, or --encoder.");
        }
        return identity.normalised(encoder.encode(text));
    }

    /** How many dense features there are. */
    int dimensions() {
        return lsa != null ? lsa.dimensions() : identity != null ? identity.dimensions() : 0;
    }

    /** How many columns terms and dense features have together. */
    int columns() {
        return terms.columns() + dimensions();
    }

    /** The dense projection, if there is one. */
    public Optional<Lsa> projection() {
        return Optional.ofNullable(lsa);
    }

    /** Writes the fitted state; of an encoder, which one it is. */
    public void save(ModelOutput out) {
        out.integer(terms.characters());
        out.integers(terms.buckets());
        out.floats(terms.idf());
        out.real(terms.unknownIdf());
        if (lsa != null) {
            out.octet(PROJECTION);
            out.integer(lsa.dimensions());
            out.floats(lsa.projection());
        } else if (identity != null) {
            out.octet(ENCODER);
            out.integer(identity.dimensions());
            out.text(identity.reference());
            out.text(identity.fingerprint());
        } else {
            out.octet(NO_DENSE);
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
        int kind = in.octet();
        in.expect(kind <= ENCODER, "a known kind of dense features", kind + "");
        if (kind == NO_DENSE) {
            return new FeatureSpace(terms, (Lsa) null);
        }
        int dimensions = in.integer();
        in.expect(dimensions > 0 && dimensions <= 4096, "1 to 4096 dimensions", dimensions + "");
        return kind == PROJECTION
                ? new FeatureSpace(terms, Lsa.of(dimensions, in.floats((long) dimensions * buckets.length)))
                : new FeatureSpace(terms, new EncoderIdentity(in.text(), in.text(), dimensions));
    }
}
