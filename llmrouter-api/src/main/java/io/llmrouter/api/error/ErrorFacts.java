package io.llmrouter.api.error;

import io.llmrouter.api.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is known of a failure. Immutable; it never holds a key or a prompt. */
public final class ErrorFacts {
    private final String message;
    private final String help;
    private final @Nullable String provider;
    private final @Nullable String model;
    private final @Nullable Integer httpStatus;
    private final @Nullable String code;
    private final @Nullable String param;
    private final @Nullable Duration retryAfter;
    private final List<Attempt> attempts;
    private final @Nullable Throwable cause;

    private ErrorFacts(Builder builder) {
        this.message = builder.message;
        this.help = builder.help;
        this.provider = builder.provider;
        this.model = builder.model;
        this.httpStatus = builder.httpStatus;
        this.code = builder.code;
        this.param = builder.param;
        this.retryAfter = builder.retryAfter;
        this.attempts = List.copyOf(builder.attempts);
        this.cause = builder.cause;
    }

    /** Begins with what happened: what was expected, what was found and where. */
    public static Builder because(String message) {
        return new Builder(message);
    }

    public Builder toBuilder() {
        var builder = new Builder(message);
        builder.help = help;
        builder.provider = provider;
        builder.model = model;
        builder.httpStatus = httpStatus;
        builder.code = code;
        builder.param = param;
        builder.retryAfter = retryAfter;
        builder.attempts = attempts;
        builder.cause = cause;
        return builder;
    }

    public String message() {
        return message;
    }

    public String help() {
        return help;
    }

    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    public OptionalInt httpStatus() {
        return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The field of the request that is wrong, such as {@code messages[0].role}. */
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public List<Attempt> attempts() {
        return attempts;
    }

    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** Builds {@link ErrorFacts}. Not safe for concurrent use. */
    public static final class Builder {
        private final String message;
        private String help = "";
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable Integer httpStatus;
        private @Nullable String code;
        private @Nullable String param;
        private @Nullable Duration retryAfter;
        private List<Attempt> attempts = List.of();
        private @Nullable Throwable cause;

        private Builder(String message) {
            this.message = Objects.requireNonNull(message, "message");
        }

        /** What the user can do about it. */
        public Builder help(String help) {
            this.help = Objects.requireNonNull(help, "help");
            return this;
        }

        public Builder provider(@Nullable String provider) {
            this.provider = provider;
            return this;
        }

        /** The configured name of the model. */
        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        public Builder httpStatus(int httpStatus) {
            this.httpStatus = httpStatus;
            return this;
        }

        /** The provider's own error code, such as {@code insufficient_quota} or {@code ThrottlingException}. */
        public Builder code(@Nullable String code) {
            this.code = code;
            return this;
        }

        /** The field of the request that is wrong, such as {@code messages[0].role}. */
        public Builder param(@Nullable String param) {
            this.param = param;
            return this;
        }

        /** How long the provider asks to wait. */
        public Builder retryAfter(@Nullable Duration retryAfter) {
            this.retryAfter = retryAfter;
            return this;
        }

        public Builder attempts(List<Attempt> attempts) {
            this.attempts = Objects.requireNonNull(attempts, "attempts");
            return this;
        }

        public Builder cause(@Nullable Throwable cause) {
            this.cause = cause;
            return this;
        }

        public ErrorFacts build() {
            return new ErrorFacts(this);
        }
    }
}
