package io.llmrouter.wire;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The classes of providers' errors, told apart by status, code, type and, where those say too little, by the text. */
enum ErrorClass {
    CONTEXT_LENGTH("Shorten the conversation, or configure a fallback with a larger context window."),
    CONTENT_POLICY("The provider refuses to answer what was asked. Rephrase it; no other model is asked."),
    QUOTA("The account's allowance is used up: check the plan and the billing of the provider's account."),
    RATE_LIMIT("Wait and try again, or add keys or fallbacks to the configuration."),
    AUTHENTICATION("Check the key: the variable named by api_key_env, or api_key, of this model."),
    PERMISSION("The key is valid but may not do this: check its rights, its project, its region and its models."),
    MODEL_NOT_FOUND("Check the model's id and base_url in the configuration against the provider's list of models."),
    UNAVAILABLE("The provider has trouble: try again later, or configure fallbacks."),
    INVALID_REQUEST("Correct the request as the provider's words say.");

    private static final Pattern TOO_LONG =
            Pattern.compile("maximum context length|context[_ ](?:length|window)[^.]{0,40}"
                    + "(?:exceed|too|limit|larger)|exceed[^.]{0,60}context|prompt is too long|input is too long"
                    + "|(?:input|prompt)[^.]{0,40}too (?:long|many tokens)|too many (?:input )?tokens(?! per)"
                    + "|reduce the length of the (?:messages|prompt|input)|exceeds the (?:available|maximum) (?:context|number of (?:input )?tokens)"
                    + "|input token count[^.]{0,40}exceeds|maximum prompt length|exceeds? the model's maximum");
    private static final Pattern POLICY =
            Pattern.compile("content[_ ](?:management )?policy|content[_ ]filter|safety system"
                    + "|usage polic(?:y|ies)|responsibleai|flagged as|moderation|prohibited_content");
    private static final Pattern NO_MONEY =
            Pattern.compile("insufficient[_ ](?:quota|balance|credits?|funds)|billing[_ ](?:details|hard|error|not)"
                    + "|plans? (?:&|and) billing|credit balance|exceeded your current quota|out of credits|payment required"
                    + "|quota[_ ]exhausted|spending limit|more credits");
    private static final Pattern PASSING =
            Pattern.compile("per[_ -]?(?:minute|second)|(?:try again|retry) in \\d|rate limit reached");
    private static final Pattern NO_MODEL = Pattern.compile("model[_ ]not[_ ]found|(?:unknown|invalid|no such) model"
            + "|model[^.]{0,80}(?:not found|not exist|is not available|not supported by)|not a valid model");
    private static final Pattern BAD_KEY = Pattern.compile(
            "(?:invalid|incorrect|missing|expired)[^.]{0,20}api[ _-]?key|api[ _-]?key not valid|unauthorized");
    private static final Pattern BUSY = Pattern.compile("rate[_ -]?limit|too many requests|throttl|resource_exhausted");

    private final String help;

    ErrorClass(String help) {
        this.help = help;
    }

    /**
     * The class of an error.
     *
     * @param status the HTTP status; 200 where an error came in place of an answer
     * @param code the provider's code, or empty
     * @param type the provider's type, or empty
     * @param message the provider's words
     */
    static ErrorClass of(int status, String code, String type, String message) {
        String name = (code + ' ' + type).toLowerCase(Locale.ROOT);
        String words = message.substring(0, Math.min(message.length(), 4_096)).toLowerCase(Locale.ROOT);
        return switch (status) {
            case 401, 407 -> AUTHENTICATION;
            case 402 -> QUOTA;
            case 403 -> forbidden(name, words);
            case 429 -> limited(name, words);
            case 404 -> MODEL_NOT_FOUND;
            case 400, 405, 406, 409, 410, 411, 413, 415, 422, 424, 451 -> refused(name, words);
            case 408, 425 -> UNAVAILABLE;
            default ->
                status >= 400 && status < 500
                        ? refused(name, words)
                        : status == 200 ? named(name, words) : broken(name, words);
        };
    }

    private static ErrorClass forbidden(String name, String words) {
        if (NO_MONEY.matcher(name + ' ' + words).find()) {
            return QUOTA;
        }
        return POLICY.matcher(name + ' ' + words).find() ? CONTENT_POLICY : PERMISSION;
    }

    /** Some providers speak of quota and billing also where a minute's wait helps. */
    private static ErrorClass limited(String name, String words) {
        if (name.contains("insufficient_quota") || name.contains("billing")) {
            return QUOTA;
        }
        boolean money =
                NO_MONEY.matcher(words).find() && !PASSING.matcher(words).find();
        return money ? QUOTA : RATE_LIMIT;
    }

    private static ErrorClass refused(String name, String words) {
        String all = name + ' ' + words;
        if (name.contains("context_length_exceeded") || TOO_LONG.matcher(all).find()) {
            return CONTEXT_LENGTH;
        } else if (name.contains("content_policy_violation")
                || name.contains("content_filter")
                || POLICY.matcher(all).find()) {
            return CONTENT_POLICY;
        } else if (NO_MONEY.matcher(all).find()) {
            return QUOTA;
        } else if (name.contains("authentication") || BAD_KEY.matcher(all).find()) {
            return AUTHENTICATION;
        }
        return NO_MODEL.matcher(all).find() ? MODEL_NOT_FOUND : INVALID_REQUEST;
    }

    /** Some servers answer 500 to a prompt that is too long; asking them again is in vain. */
    private static ErrorClass broken(String name, String words) {
        return name.contains("context_length_exceeded") || words.contains("maximum context length")
                ? CONTEXT_LENGTH
                : UNAVAILABLE;
    }

    /** Without a telling status: by the names, then by the words. What nobody knows may pass. */
    private static ErrorClass named(String name, String words) {
        if (name.contains("insufficient_quota") || name.contains("billing")) {
            return QUOTA;
        } else if (BUSY.matcher(name).find()) {
            return limited(name, words);
        } else if (name.contains("overloaded")
                || name.contains("api_error")
                || name.contains("server_error")
                || name.contains("timeout")
                || name.contains("unavailable")) {
            return UNAVAILABLE;
        } else if (name.contains("authentication") || name.contains("invalid_api_key")) {
            return AUTHENTICATION;
        } else if (name.contains("permission")) {
            return PERMISSION;
        } else if (name.contains("not_found")) {
            return MODEL_NOT_FOUND;
        }
        ErrorClass refused = refused(name, words);
        if (refused != INVALID_REQUEST || name.contains("invalid_request") || name.contains("invalid_argument")) {
            return refused;
        }
        return BUSY.matcher(words).find() ? RATE_LIMIT : UNAVAILABLE;
    }

    LlmRouterException toException(int status, @Nullable String code, String message, @Nullable Duration retryAfter) {
        String words = Excerpt.of(message);
        ErrorFacts.Builder builder = ErrorFacts.because((status == 200
                                ? "The provider answered with an error"
                                : "The provider refused the request (HTTP " + status + ")")
                        + (words.isEmpty() ? ", without a word" : ": " + words))
                .help(help)
                .code(code == null ? null : Excerpt.of(code, 100))
                .retryAfter(retryAfter);
        if (status != 200) {
            builder.httpStatus(status);
        }
        ErrorFacts facts = builder.build();
        return switch (this) {
            case CONTEXT_LENGTH -> new ContextLengthException(facts);
            case CONTENT_POLICY -> new ContentPolicyException(facts);
            case QUOTA -> new RateLimitException(facts, true);
            case RATE_LIMIT -> new RateLimitException(facts);
            case AUTHENTICATION -> new AuthenticationException(facts);
            case PERMISSION -> new PermissionDeniedException(facts);
            case MODEL_NOT_FOUND -> new ModelNotFoundException(facts);
            case UNAVAILABLE -> new ProviderUnavailableException(facts);
            case INVALID_REQUEST -> new InvalidRequestException(facts);
        };
    }
}
