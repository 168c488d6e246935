package io.llmrouter.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A conversation to be continued, and how. Immutable.
 *
 * <p>What is not said is left to the model's configuration, and then to the provider.
 */
public final class ChatRequest {
    private final @Nullable String model;
    private final List<Message> messages;
    private final List<Tool> tools;
    private final @Nullable ToolChoice toolChoice;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable ResponseFormat responseFormat;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final @Nullable Integer maxTokens;
    private final List<String> stop;
    private final @Nullable Long seed;
    private final @Nullable Integer choices;
    private final @Nullable String reasoningEffort;
    private final @Nullable String endUser;
    private final Map<String, String> tags;
    private final @Nullable Duration deadline;
    private final @Nullable List<String> fallbacks;
    private final @Nullable BigDecimal budget;
    private final @Nullable TraceContext trace;
    private final CallOptions options;
    private final Extras extras;

    private ChatRequest(Builder builder) {
        this.model = builder.model;
        this.messages = List.copyOf(builder.messages);
        this.tools = List.copyOf(builder.tools);
        this.toolChoice = builder.toolChoice;
        this.parallelToolCalls = builder.parallelToolCalls;
        this.responseFormat = builder.responseFormat;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.maxTokens = builder.maxTokens;
        this.stop = List.copyOf(builder.stop);
        this.seed = builder.seed;
        this.choices = builder.choices;
        this.reasoningEffort = builder.reasoningEffort;
        this.endUser = builder.endUser;
        this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(builder.tags));
        this.deadline = builder.deadline;
        this.fallbacks = builder.fallbacks == null ? null : List.copyOf(builder.fallbacks);
        this.budget = builder.budget;
        this.trace = builder.trace;
        this.options = builder.options;
        this.extras = builder.extras;
    }

    /** One user message. */
    public static ChatRequest of(String prompt) {
        return builder().user(prompt).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The configured name of the model to use; absent, or {@link Router#AUTO}, leaves the choice to the router. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** The conversation; at least one message. */
    public List<Message> messages() {
        return messages;
    }

    public List<Tool> tools() {
        return tools;
    }

    public Optional<ToolChoice> toolChoice() {
        return Optional.ofNullable(toolChoice);
    }

    /** Whether the model may call several tools in one turn. */
    public Optional<Boolean> parallelToolCalls() {
        return Optional.ofNullable(parallelToolCalls);
    }

    public Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(responseFormat);
    }

    public OptionalDouble temperature() {
        return temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature);
    }

    public OptionalDouble topP() {
        return topP == null ? OptionalDouble.empty() : OptionalDouble.of(topP);
    }

    /** The most tokens that the answer may have, thinking included. */
    public OptionalInt maxTokens() {
        return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
    }

    /** Texts that end the answer where they appear; they are not part of it. */
    public List<String> stop() {
        return stop;
    }

    public OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /** How many answers to give; 1 if absent. */
    public OptionalInt choices() {
        return choices == null ? OptionalInt.empty() : OptionalInt.of(choices);
    }

    /** How much the model should think: usually {@code low}, {@code medium} or {@code high}. */
    public Optional<String> reasoningEffort() {
        return Optional.ofNullable(reasoningEffort);
    }

    /** The end user on whose behalf the call is made. */
    public Optional<String> endUser() {
        return Optional.ofNullable(endUser);
    }

    /**
     * Labels for accounting and for strategies; never sent to a provider.
     *
     * <p>The label {@code request_id} is used as {@link RoutingReport#requestId()} instead of one of the router's own.
     */
    public Map<String, String> tags() {
        return tags;
    }

    /** The time for the whole call with all its attempts and waits. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Models to try, in order, where the chosen one fails; absent uses the configuration's, empty uses none. */
    public Optional<List<String>> fallbacks() {
        return Optional.ofNullable(fallbacks);
    }

    /** The most that the call may be expected to cost, in USD: dearer models are not considered. */
    public Optional<BigDecimal> budget() {
        return Optional.ofNullable(budget);
    }

    /** What the call wants otherwise than configured. */
    public CallOptions options() {
        return options;
    }

    /** The trace that the call is part of, handed on to the provider. */
    public Optional<TraceContext> trace() {
        return Optional.ofNullable(trace);
    }

    /** Fields that only the request's own wire format understands. */
    public Extras extras() {
        return extras;
    }

    /** The text of the last user message; empty if there is none. This is what strategies look at. */
    public String lastUserText() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage message) {
                return message.text();
            }
        }
        return "";
    }

    /** What the request is, without a word of what it says. */
    @Override
    public String toString() {
        return "ChatRequest[" + (model == null ? Router.AUTO : model) + ", " + messages.size() + " messages, "
                + tools.size() + " tools]";
    }

    /** Builds a {@link ChatRequest}. Not safe for concurrent use. */
    public static final class Builder {
        private @Nullable String model;
        private final List<Message> messages = new ArrayList<>();
        private List<Tool> tools = List.of();
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable ResponseFormat responseFormat;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable Integer maxTokens;
        private List<String> stop = List.of();
        private @Nullable Long seed;
        private @Nullable Integer choices;
        private @Nullable String reasoningEffort;
        private @Nullable String endUser;
        private Map<String, String> tags = Map.of();
        private @Nullable Duration deadline;
        private @Nullable List<String> fallbacks;
        private @Nullable BigDecimal budget;
        private @Nullable TraceContext trace;
        private CallOptions options = CallOptions.NONE;
        private Extras extras = Extras.NONE;

        private Builder() {}

        private Builder(ChatRequest request) {
            this.model = request.model;
            this.messages.addAll(request.messages);
            this.tools = request.tools;
            this.toolChoice = request.toolChoice;
            this.parallelToolCalls = request.parallelToolCalls;
            this.responseFormat = request.responseFormat;
            this.temperature = request.temperature;
            this.topP = request.topP;
            this.maxTokens = request.maxTokens;
            this.stop = request.stop;
            this.seed = request.seed;
            this.choices = request.choices;
            this.reasoningEffort = request.reasoningEffort;
            this.endUser = request.endUser;
            this.tags = request.tags;
            this.deadline = request.deadline;
            this.fallbacks = request.fallbacks;
            this.budget = request.budget;
            this.trace = request.trace;
            this.options = request.options;
            this.extras = request.extras;
        }

        /** The configured name of the model to use; {@code null} or {@link Router#AUTO} leaves it to the router. */
        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        /** Appends instructions to the model. */
        public Builder system(String text) {
            return message(SystemMessage.of(text));
        }

        /** Appends a user message. */
        public Builder user(String text) {
            return message(UserMessage.of(text));
        }

        /** Appends a user message of several parts. */
        public Builder user(Content... content) {
            return message(UserMessage.of(content));
        }

        /** Appends an earlier answer. */
        public Builder assistant(String text) {
            return message(AssistantMessage.of(text));
        }

        /** Appends the result of a tool call. */
        public Builder toolResult(String callId, String result) {
            return message(ToolMessage.of(callId, result));
        }

        /** Appends a message. */
        public Builder message(Message message) {
            messages.add(Objects.requireNonNull(message, "message"));
            return this;
        }

        /** Replaces all messages. */
        public Builder messages(List<? extends Message> messages) {
            this.messages.clear();
            this.messages.addAll(messages);
            return this;
        }

        public Builder tools(List<Tool> tools) {
            this.tools = Objects.requireNonNull(tools, "tools");
            return this;
        }

        public Builder tools(Tool... tools) {
            return tools(List.of(tools));
        }

        public Builder toolChoice(@Nullable ToolChoice toolChoice) {
            this.toolChoice = toolChoice;
            return this;
        }

        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            this.parallelToolCalls = parallelToolCalls;
            return this;
        }

        public Builder responseFormat(@Nullable ResponseFormat responseFormat) {
            this.responseFormat = responseFormat;
            return this;
        }

        public Builder temperature(@Nullable Double temperature) {
            this.temperature = temperature;
            return this;
        }

        public Builder topP(@Nullable Double topP) {
            this.topP = topP;
            return this;
        }

        public Builder maxTokens(@Nullable Integer maxTokens) {
            if (maxTokens != null && maxTokens < 1) {
                throw new IllegalArgumentException("maxTokens: expected at least 1, found " + maxTokens);
            }
            this.maxTokens = maxTokens;
            return this;
        }

        public Builder stop(List<String> stop) {
            this.stop = Objects.requireNonNull(stop, "stop");
            return this;
        }

        public Builder seed(@Nullable Long seed) {
            this.seed = seed;
            return this;
        }

        public Builder choices(@Nullable Integer choices) {
            if (choices != null && choices < 1) {
                throw new IllegalArgumentException("choices: expected at least 1, found " + choices);
            }
            this.choices = choices;
            return this;
        }

        public Builder reasoningEffort(@Nullable String reasoningEffort) {
            this.reasoningEffort = reasoningEffort;
            return this;
        }

        /** The end user on whose behalf the call is made. */
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

        public Builder fallbacks(@Nullable List<String> fallbacks) {
            this.fallbacks = fallbacks;
            return this;
        }

        public Builder fallbacks(String... fallbacks) {
            return fallbacks(List.of(fallbacks));
        }

        public Builder budget(@Nullable BigDecimal budget) {
            this.budget = budget;
            return this;
        }

        /** What the call wants otherwise than configured: retries, deadlines, recovery. */
        public Builder options(CallOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** The trace that the call is part of. */
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
         * @throws IllegalStateException if there is no message
         */
        public ChatRequest build() {
            if (messages.isEmpty()) {
                throw new IllegalStateException("messages: expected at least one, found none");
            }
            return new ChatRequest(this);
        }
    }
}
