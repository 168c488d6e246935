package io.llmrouter.bedrock;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an error of AWS means to the router. */
enum AwsErrorKind {
    AUTHENTICATION,
    PERMISSION,
    THROTTLED,
    QUOTA,
    MODEL_NOT_FOUND,
    CONTEXT_LENGTH,
    CONTENT_POLICY,
    INVALID,
    TIMEOUT,
    NOT_READY,
    MODEL_ERROR,
    UNAVAILABLE,
    BAD_RESPONSE;

    private static final Map<String, AwsErrorKind> BY_CODE = Map.ofEntries(
            entry("unrecognizedclient", AUTHENTICATION),
            entry("invalidclienttokenid", AUTHENTICATION),
            entry("invalidsignature", AUTHENTICATION),
            entry("signaturedoesnotmatch", AUTHENTICATION),
            entry("incompletesignature", AUTHENTICATION),
            entry("expiredtoken", AUTHENTICATION),
            entry("requestexpired", AUTHENTICATION),
            entry("missingauthenticationtoken", AUTHENTICATION),
            entry("unauthorized", AUTHENTICATION),
            entry("accessdenied", PERMISSION),
            entry("optinrequired", PERMISSION),
            entry("throttling", THROTTLED),
            entry("throttled", THROTTLED),
            entry("toomanyrequests", THROTTLED),
            entry("requestlimitexceeded", THROTTLED),
            entry("servicequotaexceeded", QUOTA),
            entry("resourcenotfound", MODEL_NOT_FOUND),
            entry("validation", INVALID),
            entry("conflict", INVALID),
            entry("modeltimeout", TIMEOUT),
            entry("modelnotready", NOT_READY),
            entry("modelerror", MODEL_ERROR),
            entry("modelstreamerror", MODEL_ERROR),
            entry("internalserver", UNAVAILABLE),
            entry("internalfailure", UNAVAILABLE),
            entry("serviceunavailable", UNAVAILABLE));

    /** One code for all that is wrong with a request: only the text tells these apart. */
    private static final List<String> TOO_LONG = List.of(
            "input is too long",
            "prompt is too long",
            "too many input tokens",
            "exceed context limit",
            "exceeds the maximum context",
            "maximum context length",
            "input tokens exceed");

    private static final List<String> REFUSED_CONTENT = List.of("content filter", "content policy");

    private static final List<String> UNKNOWN_MODEL =
            List.of("model identifier is invalid", "on-demand throughput", "end of its life");

    static AwsErrorKind of(String code, String message, int status) {
        AwsErrorKind kind = BY_CODE.get(code.toLowerCase(Locale.ROOT).replaceAll("(exception|error)$", ""));
        if (kind == null) {
            kind = BY_CODE.get(code.toLowerCase(Locale.ROOT).replaceAll("exception$", ""));
        }
        if (kind == null) {
            return ofStatus(status);
        }
        return kind == INVALID ? ofValidation(message) : kind;
    }

    private static AwsErrorKind ofValidation(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (TOO_LONG.stream().anyMatch(text::contains)) {
            return CONTEXT_LENGTH;
        }
        if (REFUSED_CONTENT.stream().anyMatch(text::contains)) {
            return CONTENT_POLICY;
        }
        return UNKNOWN_MODEL.stream().anyMatch(text::contains) ? MODEL_NOT_FOUND : INVALID;
    }

    private static AwsErrorKind ofStatus(int status) {
        return switch (status) {
            case 401 -> AUTHENTICATION;
            case 403 -> PERMISSION;
            case 404 -> MODEL_NOT_FOUND;
            case 408 -> TIMEOUT;
            case 429 -> THROTTLED;
            default -> {
                if (status >= 500) {
                    yield UNAVAILABLE;
                }
                yield status >= 400 ? INVALID : BAD_RESPONSE;
            }
        };
    }
}
