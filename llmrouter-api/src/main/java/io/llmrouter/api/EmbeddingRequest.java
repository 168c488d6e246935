package io.llmrouter.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Texts to be turned into vectors. Immutable. */
public final class EmbeddingRequest {
    private final List<String> texts;
    private final List<List<Integer>> tokens;
    private final @Nullable Integer dimensions;
    private final @Nullable String endUser;
    private final Map<String, String> tags;
    private final @Nullable Duration deadline;
    private final @Nullable TraceContext trace;
    private final Extras extras;

    private EmbeddingRequest(Builder builder) {
        this.texts = List.copyOf(builder.texts);
        this.tokens = builder.tokens.stream().map(List::copyOf).toList();
        this.dimensions = builder.dimensions;
        this.endUser = builder.endUser;
        this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(builder.tags));
        this.deadline = builder.deadline;
        this.trace = builder.trace;
        this.extras = builder.extras;
    }

    public static EmbeddingRequest of(List<String> texts) {
        return builder().texts(texts).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The texts; empty if the input is given as tokens. */
    public List<String> texts() {
        return texts;
    }

    /** The inputs as the numbers of their tokens; empty if they are given as texts. */
    public List<List<Integer>> tokens() {
        return tokens;
    }

    /** How many inputs there are, and so how many vectors. */
    public int size() {
        return Math.max(texts.size(), tokens.size());
    }

    /** How long the vectors shall be; the model's own length if absent. */
    public OptionalInt dimensions() {
        return dimensions == null ? OptionalInt.empty() : OptionalInt.of(dimensions);
    }

    /** The end user on whose behalf the call is made. */
    public Optional<String> endUser() {
        return Optional.ofNullable(endUser);
    }

    /** Labels as in {@link ChatRequest#tags()}. */
    public Map<String, String> tags() {
        return tags;
    }

    /** The time for the whole call with all its attempts and waits. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** The trace that the call is part of, handed on to the provider. */
    public Optional<TraceContext> trace() {
        return Optional.ofNullable(trace);
    }

    /** Fields that only the request's own wire format understands. */
    public Extras extras() {
        return extras;
    }

    /** What the request is, without a word of what it says. */
    @Override
    public String toString() {
        return "EmbeddingRequest[" + size() + " inputs]";
    }

    /** Builds an {@link EmbeddingRequest}. Not safe for concurrent use. */
    public static final class Builder {
        private List<String> texts = List.of();
        private List<List<Integer>> tokens = List.of();
        private @Nullable Integer dimensions;
        private @Nullable String endUser;
        private Map<String, String> tags = Map.of();
        private @Nullable Duration deadline;
        private @Nullable TraceContext trace;
        private Extras extras = Extras.NONE;

        private Builder() {}

        private Builder(EmbeddingRequest request) {
            this.texts = request.texts;
            this.tokens = request.tokens;
            this.dimensions = request.dimensions;
            this.endUser = request.endUser;
            this.tags = request.tags;
            this.deadline = request.deadline;
            this.trace = request.trace;
            this.extras = request.extras;
        }

        public Builder texts(List<String> texts) {
            this.texts = Objects.requireNonNull(texts, "texts");
            return this;
        }

        /** The inputs as the numbers of their tokens, in place of texts. */
        public Builder tokens(List<List<Integer>> tokens) {
            this.tokens = Objects.requireNonNull(tokens, "tokens");
            return this;
        }

        public Builder dimensions(@Nullable Integer dimensions) {
            if (dimensions != null && dimensions < 1) {
                throw new IllegalArgumentException("dimensions: expected at least 1, found " + dimensions);
            }
            this.dimensions = dimensions;
            return this;
        }

        public Builder endUser(@Nullable String endUser) {
            this.endUser = endUser;
            return this;
        }

        public Builder tags(Map<String, String> tags) {
            this.tags = Objects.requireNonNull(tags, "tags");
            return this;
        }

        public Builder deadline(@Nullable Duration deadline) {
            if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
                throw new IllegalArgumentException("deadline: expected a positive duration, found " + deadline);
            }
            this.deadline = deadline;
            return this;
        }

        public Builder trace(@Nullable TraceContext trace) {
            this.trace = trace;
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = Objects.requireNonNull(extras, "extras");
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalStateException if there is no input, or both texts and tokens
         */
        public EmbeddingRequest build() {
            if (texts.isEmpty() == tokens.isEmpty()) {
                throw new IllegalStateException(
                        "Expected texts or tokens, found " + (texts.isEmpty() ? "neither" : "both"));
            }
            return new EmbeddingRequest(this);
        }
    }
}
