package io.llmrouter.api.error;

import io.llmrouter.api.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The root of all errors that LLMRouter reports.
 *
 * <p>Each leaf is a class of failures that callers treat alike. {@link #getMessage()} says what happened and, on the
 * following lines, what can be done about it; {@link #summary()} and {@link #help()} are its two halves.
 */
public abstract class LlmRouterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorFacts facts;

    protected LlmRouterException(ErrorFacts facts) {
        super(facts.help().isEmpty() ? facts.message() : facts.message() + "\n" + facts.help());
        this.facts = facts;
        facts.cause().ifPresent(this::initCause);
    }

    /** Whether the same model may well answer if asked again. */
    public abstract boolean retryable();

    /** The same error with other facts: the router adds the model's name and the attempts so. */
    public abstract LlmRouterException with(ErrorFacts facts);

    public final ErrorFacts facts() {
        return facts;
    }

    /** What happened, in a line. */
    public final String summary() {
        return facts.message();
    }

    /** What the user can do about it; may be empty. */
    public final String help() {
        return facts.help();
    }

    public final Optional<String> provider() {
        return facts.provider();
    }

    /** The configured name of the model. */
    public final Optional<String> model() {
        return facts.model();
    }

    /** The status of the provider's answer, if it gave one. */
    public final OptionalInt httpStatus() {
        return facts.httpStatus();
    }

    /** The provider's own error code, if it gave one. */
    public final Optional<String> code() {
        return facts.code();
    }

    /** The field of the request that is wrong, such as {@code messages[0].role}, if the error is about one. */
    public final Optional<String> param() {
        return facts.param();
    }

    /** How long the provider asks to wait, if it says so. */
    public final Optional<Duration> retryAfter() {
        return facts.retryAfter();
    }

    /** All attempts of the call, in order; empty if the error came before the first. */
    public final List<Attempt> attempts() {
        return facts.attempts();
    }
}
