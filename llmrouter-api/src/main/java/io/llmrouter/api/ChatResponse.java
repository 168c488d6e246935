package io.llmrouter.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole answer. Immutable. */
public final class ChatResponse {
    private final String id;
    private final String model;
    private final Instant created;
    private final List<Choice> choices;
    private final Usage usage;
    private final Extras extras;
    private final @Nullable RoutingReport routing;

    private ChatResponse(Builder builder) {
        this.id = builder.id;
        this.model = builder.model;
        this.created = builder.created == null ? Instant.now() : builder.created;
        this.choices = List.copyOf(builder.choices);
        this.usage = builder.usage;
        this.extras = builder.extras;
        this.routing = builder.routing;
    }

    /** A plain text answer, as a custom provider gives it. */
    public static ChatResponse of(String text) {
        return of(AssistantMessage.of(text), FinishReason.STOP, Usage.UNKNOWN);
    }

    /** An answer with a single choice. */
    public static ChatResponse of(AssistantMessage message, FinishReason finishReason, Usage usage) {
        return builder()
                .choices(List.of(new Choice(0, message, finishReason, Extras.NONE)))
                .usage(usage)
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder()
                .id(id)
                .model(model)
                .created(created)
                .choices(choices)
                .usage(usage)
                .extras(extras)
                .routing(routing);
    }

    /** The provider's id of the answer; may be empty. */
    public String id() {
        return id;
    }

    /** Through a router, the configured name of the model that answered; from a provider, its own name of it. */
    public String model() {
        return model;
    }

    public Instant created() {
        return created;
    }

    /** The answers; at least one, and more only if the request asked for more. */
    public List<Choice> choices() {
        return choices;
    }

    public Usage usage() {
        return usage;
    }

    /** Fields that only the answer's own wire format understands. */
    public Extras extras() {
        return extras;
    }

    /**
     * How the answer came about.
     *
     * @throws IllegalStateException if the answer did not come through a {@link Router}; see {@link #routingIfRouted()}
     */
    public RoutingReport routing() {
        if (routing == null) {
            throw new IllegalStateException("The answer came from a model directly, not through a Router");
        }
        return routing;
    }

    /** How the answer came about, if it came through a router. */
    public Optional<RoutingReport> routingIfRouted() {
        return Optional.ofNullable(routing);
    }

    /** The first answer. */
    public AssistantMessage message() {
        return choices.get(0).message();
    }

    /** The first answer's text; empty if it only calls tools. */
    public String text() {
        return message().text();
    }

    /** The first answer's readable thinking; empty if there is none. */
    public String reasoning() {
        return message().reasoning();
    }

    /** The first answer's tool calls. */
    public List<ToolCall> toolCalls() {
        return message().toolCalls();
    }

    /** Why the first answer stopped. */
    public FinishReason finishReason() {
        return choices.get(0).finishReason();
    }

    @Override
    public String toString() {
        return "ChatResponse[" + model + ", " + choices.size() + " choices, " + usage.totalTokens() + " tokens]";
    }

    /** Builds a {@link ChatResponse}. Not safe for concurrent use. */
    public static final class Builder {
        private String id = "";
        private String model = "";
        private @Nullable Instant created;
        private List<Choice> choices = List.of();
        private Usage usage = Usage.UNKNOWN;
        private Extras extras = Extras.NONE;
        private @Nullable RoutingReport routing;

        private Builder() {}

        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        public Builder model(String model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        public Builder created(Instant created) {
            this.created = Objects.requireNonNull(created, "created");
            return this;
        }

        public Builder choices(List<Choice> choices) {
            this.choices = Objects.requireNonNull(choices, "choices");
            return this;
        }

        public Builder usage(Usage usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        public Builder extras(Extras extras) {
            this.extras = Objects.requireNonNull(extras, "extras");
            return this;
        }

        public Builder routing(@Nullable RoutingReport routing) {
            this.routing = routing;
            return this;
        }

        /**
         * The response.
         *
         * @throws IllegalStateException if there is no choice
         */
        public ChatResponse build() {
            if (choices.isEmpty()) {
                throw new IllegalStateException("choices: expected at least one, found none");
            }
            return new ChatResponse(this);
        }
    }
}
