package io.llmrouter.wire;

import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the error bodies of OpenAI, Anthropic and the servers that imitate them: nobody keeps to one shape. */
final class ProviderErrors {
    private static final int MAX_PARSED_BYTES = 64 * 1024;

    private ProviderErrors() {}

    static LlmRouterException decode(int status, byte[] body, @Nullable Duration retryAfter) {
        JsonNode tree = body.length <= MAX_PARSED_BYTES ? Json.response(body) : null;
        if (tree == null || !tree.isContainer()) {
            int length = Math.min(body.length, 4_096);
            String text = new String(body, 0, length, StandardCharsets.UTF_8);
            return ErrorClass.of(status, "", "", text).toException(status, null, text, retryAfter);
        }
        return decode(status, tree, retryAfter);
    }

    /** Whether an object holds an error. */
    static boolean isIn(ObjectNode object) {
        JsonNode error = object.path("error");
        return error.isObject() || (error.isString() && !error.stringValue().isEmpty());
    }

    /** Refuses a choice that ended with an error, as routers of models report a provider's failure. */
    static void refuseFailed(ObjectNode choice) {
        if (isIn(choice) || choice.path("finish_reason").asString("").equals("error")) {
            throw inBody(choice);
        }
    }

    /** An error object where an answer was due, with a status that says nothing. */
    static LlmRouterException inBody(JsonNode tree) {
        return decode(200, tree, null);
    }

    /** An event of type {@code error}. */
    static LlmRouterException inStream(@Nullable JsonNode tree, String data) {
        if (tree == null || !tree.isContainer()) {
            return ErrorClass.of(200, "", "", data).toException(200, null, data, null);
        }
        return decode(200, tree, null);
    }

    static BadResponseException notAnAnswer(String message) {
        return new BadResponseException(ErrorFacts.because("The provider's answer: " + message)
                .help("Check base_url: it must lead to a server of the configured provider's kind.")
                .build());
    }

    static BadResponseException emptyStream() {
        return notAnAnswer("expected a stream of events with an answer, found no piece of one before it ended");
    }

    static ProviderUnavailableException truncated() {
        return new ProviderUnavailableException(ErrorFacts.because(
                        "The provider's stream: expected the end of the answer, found the end of the stream before it")
                .help("The connection broke, or the provider gave up: try again.")
                .build());
    }

    private static LlmRouterException decode(int outerStatus, JsonNode tree, @Nullable Duration retryAfter) {
        JsonNode body = tree.isArray() && !tree.isEmpty() ? tree.get(0) : tree;
        JsonNode error = body.path("error").isObject() ? body.path("error") : body;
        String type = text(error, "type", "status", "__type");
        String code = text(error, "code");
        String message = message(body, error);
        int status = outerStatus;
        int numeric = number(error.path("code"), number(error.path("status_code"), number(error.path("status"), 0)));
        if (outerStatus == 200 && numeric >= 400 && numeric < 600) {
            status = numeric;
        }
        String own = !code.isEmpty() && !Character.isDigit(code.charAt(0)) ? code : type;
        return ErrorClass.of(status, code, type, message)
                .toException(
                        status,
                        own.isEmpty() ? (code.isEmpty() ? null : code) : own,
                        message,
                        retryAfter == null ? RetryWords.in(message) : retryAfter);
    }

    private static String message(JsonNode body, JsonNode error) {
        String message = text(error, "message", "msg", "error", "detail", "error_message", "Message");
        if (message.isEmpty()) {
            message = text(body, "message", "detail", "error");
        }
        if (message.isEmpty() && body.path("detail").isContainer()) {
            message = body.path("detail").toString();
        }
        String raw = text(error.path("metadata"), "raw");
        if (message.isEmpty()) {
            return raw.isEmpty() ? error.toString() : raw;
        }
        return raw.isEmpty() ? message : message + ": " + raw;
    }

    private static String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            } else if (name.equals("code") && value.isIntegralNumber()) {
                return value.toString();
            }
        }
        return "";
    }

    private static int number(JsonNode value, int otherwise) {
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            return value.intValue();
        }
        boolean digits = value.isString() && value.stringValue().matches("[1-5][0-9][0-9]");
        return digits ? Integer.parseInt(value.stringValue()) : otherwise;
    }
}
