package io.llmrouter.bedrock;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/** Failures of AWS and of the way to it as the router's errors. Safe for concurrent use. */
final class BedrockErrors {
    private final BedrockSettings settings;
    private final ErrorHelp help;
    private final Redactor redactor;

    BedrockErrors(BedrockSettings settings, Redactor redactor) {
        this.settings = settings;
        this.help = new ErrorHelp(settings);
        this.redactor = redactor;
    }

    /** A request that Bedrock could not take. */
    static InvalidRequestException invalid(String message, String help) {
        return new InvalidRequestException(ErrorFacts.because(message)
                .provider(BedrockProvider.NAME)
                .help(help)
                .build());
    }

    /** The error for a failure, recognised by its type and AWS's code. */
    LlmRouterException of(Throwable failure) {
        Optional<LlmRouterException> known = find(failure, LlmRouterException.class);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<AwsServiceException> service = find(failure, AwsServiceException.class);
        if (service.isPresent()) {
            return ofService(service.get());
        }
        if (has(failure, CancellationException.class) || has(failure, AbortedException.class)) {
            return CancelledException.byCaller();
        }
        Optional<ResolvedCredentials.Unavailable> credentials = find(failure, ResolvedCredentials.Unavailable.class);
        if (credentials.isPresent()) {
            return new AuthenticationException(
                    facts("No AWS credentials were found", messageOf(root(credentials.get())), help.credentials())
                            .build());
        }
        return ofNetwork(failure);
    }

    private LlmRouterException ofNetwork(Throwable failure) {
        if (has(failure, HttpConnectTimeoutException.class)) {
            return new DeadlineException.Connect(
                    facts("No connection to Bedrock came about in time", "", help.connect())
                            .cause(failure)
                            .build());
        }
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return new ProviderUnavailableException(
                    facts("The address of Bedrock in " + settings.regionName() + " is unknown", "", help.region())
                            .cause(failure)
                            .build());
        }
        Optional<IOException> broken = find(failure, IOException.class);
        if (broken.isPresent() && !isJson(broken.get())) {
            return new ProviderUnavailableException(facts(
                            "The connection to Bedrock failed",
                            broken.get().getClass().getSimpleName() + " " + messageOf(broken.get()),
                            help.unavailable())
                    .cause(failure)
                    .build());
        }
        // Without the failure as cause: a parser's message quotes what it read.
        return new BadResponseException(facts(
                        "Bedrock answered with something that is not an answer",
                        root(failure).getClass().getName(),
                        help.badResponse())
                .build());
    }

    private LlmRouterException ofService(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        return switch (AwsErrorKind.of(code, message, failure.statusCode())) {
            case AUTHENTICATION ->
                new AuthenticationException(
                        service("AWS does not accept the credentials", failure, code, message, help.credentials()));
            case PERMISSION ->
                new PermissionDeniedException(
                        service("AWS denies access to the model", failure, code, message, help.permission()));
            case THROTTLED ->
                new RateLimitException(
                        service("Bedrock has had enough requests for now", failure, code, message, help.throttled()));
            case QUOTA ->
                new RateLimitException(
                        service("A quota of the AWS account is used up", failure, code, message, help.quota()), true);
            case MODEL_NOT_FOUND ->
                new ModelNotFoundException(service(
                        "Bedrock does not know the model " + settings.modelId(), failure, code, message, help.model()));
            case CONTEXT_LENGTH ->
                new ContextLengthException(service(
                        "The prompt does not fit into the model", failure, code, message, help.contextLength()));
            case CONTENT_POLICY ->
                new ContentPolicyException(
                        service("Bedrock refuses the content", failure, code, message, help.contentPolicy()));
            case INVALID ->
                new InvalidRequestException(
                        service("Bedrock refuses the request", failure, code, message, help.validation()));
            case TIMEOUT ->
                new ProviderUnavailableException(
                        service("The model took too long", failure, code, message, help.timeout()));
            case NOT_READY ->
                new ProviderUnavailableException(
                        service("The model is not ready", failure, code, message, help.notReady()));
            case MODEL_ERROR ->
                new ProviderUnavailableException(
                        service("The model failed", failure, code, message, help.modelError()));
            case UNAVAILABLE ->
                new ProviderUnavailableException(service("Bedrock failed", failure, code, message, help.unavailable()));
            case BAD_RESPONSE ->
                new BadResponseException(service(
                        "Bedrock answered with something unexpected", failure, code, message, help.badResponse()));
        };
    }

    /** The facts, without the failure as cause: its text may repeat a key or a part of the prompt. */
    private ErrorFacts service(String what, AwsServiceException failure, String code, String message, String steps) {
        var facts = facts(what, code.isEmpty() ? message : code + ": " + message, steps)
                .code(code.isEmpty() ? null : code)
                .retryAfter(RetryAfter.of(failure).orElse(null));
        if (failure.statusCode() > 0) {
            facts.httpStatus(failure.statusCode());
        }
        return facts.build();
    }

    private ErrorFacts.Builder facts(String what, String original, String steps) {
        String said = redactor.clean(original);
        return ErrorFacts.because(said.isEmpty() ? what : what + " (" + said + ")")
                .provider(BedrockProvider.NAME)
                .model(settings.name())
                .help(steps);
    }

    private static boolean isJson(IOException failure) {
        return failure.getClass().getName().contains(".jackson.");
    }

    private static String messageOf(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < 20; depth++, link = link.getCause()) {
            if (type.isInstance(link)) {
                return Optional.of(type.cast(link));
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; link.getCause() != null && depth < 20; depth++) {
            link = link.getCause();
        }
        return link;
    }
}
