package io.llmrouter.http.provider;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.http.TransportFailure;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with one model, in terms of its configuration and without its secrets. */
final class Failures {
    private final String provider;
    private final String model;
    /** Where the configuration describes the model, such as {@code llms.fast}. */
    private final String place;

    private final String keyVariable;
    private final Endpoint endpoint;

    Failures(Preset preset, ModelConfig config, Endpoint endpoint, String section) {
        this.provider = config.info().provider();
        this.model = config.name();
        this.place = section + "." + model;
        this.keyVariable = preset.apiKeyVariable();
        this.endpoint = endpoint;
    }

    LlmRouterException missingKey() {
        return new AuthenticationException(facts("Expected an API key for " + endpoint.host() + ", found none", null)
                .help(keyHelp("Set"))
                .build());
    }

    LlmRouterException unusableKey(ApiKey key) {
        return new AuthenticationException(
                facts("Expected an API key of printable ASCII characters, found another character in " + key, null)
                        .help(keyHelp("Check"))
                        .build());
    }

    LlmRouterException closed() {
        return new CancelledException(
                facts("The router of this model is closed", null).build());
    }

    /** The application's own code failed while it was told the answer; the cause is the application's. */
    LlmRouterException sinkFailed(Throwable cause) {
        return new CancelledException(facts(
                        "The call was cancelled because its sink threw "
                                + cause.getClass().getName(),
                        cause)
                .build());
    }

    /** A failure of our own that no type foresees. */
    LlmRouterException unforeseen(RuntimeException cause) {
        return new BadResponseException(facts(
                        "The exchange with " + endpoint.host() + " failed with "
                                + cause.getClass().getName(),
                        cause)
                .build());
    }

    LlmRouterException tooLarge(int limit) {
        return new BadResponseException(facts(
                        "Expected an answer of at most " + limit + " bytes from " + endpoint.host() + ", found more",
                        null)
                .build());
    }

    /** The exchange broke. */
    LlmRouterException unreachable(TransportFailure failure, Throwable cause, boolean answering) {
        String host = endpoint.host();
        String check = "Check base_url under " + place + " (" + host + ")";
        return switch (failure) {
            case CONNECT_TIMEOUT ->
                new DeadlineException.Connect(facts(
                                "No connection to " + host + " came about within "
                                        + endpoint.connectTimeout().toMillis() + " ms",
                                cause)
                        .help(check + " and the network, or raise resilience.connect_timeout.")
                        .build());
            case UNKNOWN_HOST ->
                unavailable("The host " + host + " has no address", cause, check + " and the name service.");
            case REFUSED -> unavailable(host + " took no connection", cause, check + " and that the server runs.");
            case TLS ->
                unavailable(
                        "No secure connection to " + host + " could be agreed on",
                        cause,
                        check + ", its certificate and the JVM's trust store.");
            case NOT_HTTP ->
                new BadResponseException(
                        facts("Expected an answer in HTTP from " + host + ", found something else", cause)
                                .help(check + ": is it http or https?")
                                .build());
            case BROKEN ->
                unavailable(
                        host + (answering ? " broke off its answer" : " closed the connection before it answered"),
                        cause,
                        "If this goes on, check base_url under " + place + " and the proxies before " + host + ".");
        };
    }

    /** The same error without secrets, with the names of provider and model and with help that names the settings. */
    LlmRouterException explained(LlmRouterException error, Redaction redaction) {
        ErrorFacts facts = error.facts();
        var explained = ErrorFacts.because(redaction.redact(facts.message()))
                .help(redaction.redact(helpWith(error)))
                .provider(facts.provider().orElse(provider))
                .model(facts.model().orElse(model))
                .code(facts.code().map(redaction::redact).orElse(null))
                .retryAfter(facts.retryAfter().orElse(null))
                .attempts(facts.attempts())
                .cause(facts.cause().filter(cause -> isClean(cause, redaction)).orElse(null));
        facts.httpStatus().ifPresent(explained::httpStatus);
        return error.with(explained.build());
    }

    private static boolean isClean(Throwable cause, Redaction redaction) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            String text = link.toString();
            if (!redaction.redact(text).equals(text)) {
                return false;
            }
        }
        return true;
    }

    private String helpWith(LlmRouterException error) {
        if (error instanceof AuthenticationException) {
            return keyHelp("Check");
        } else if (error instanceof ModelNotFoundException) {
            return "Check model and base_url under " + place + ": asked was " + endpoint.host()
                    + endpoint.uri().getRawPath() + ".";
        }
        return error.help();
    }

    private String keyHelp(String verb) {
        return verb + " api_key or api_key_env under " + place
                + (keyVariable.isEmpty() ? "." : ", or the environment variable " + keyVariable + ".");
    }

    private LlmRouterException unavailable(String message, Throwable cause, String help) {
        return new ProviderUnavailableException(facts(message, cause).help(help).build());
    }

    private ErrorFacts.Builder facts(String message, @Nullable Throwable cause) {
        return ErrorFacts.because(message).provider(provider).model(model).cause(cause);
    }
}
