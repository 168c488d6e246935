package io.llmrouter.wire;

import static io.llmrouter.wire.Wire.ANTHROPIC;
import static io.llmrouter.wire.Wire.OPENAI;
import static io.llmrouter.wire.Wire.tree;
import static io.llmrouter.wire.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.error.AuthenticationException;
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
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    static Stream<Arguments> refusals() {
        return Stream.of(
                row(
                        401,
                        "{\"error\":{\"message\":\"Incorrect API key provided: sk-abc***wxyz.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}",
                        AuthenticationException.class,
                        "invalid_api_key"),
                row(
                        401,
                        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"},\"request_id\":\"req_1\"}",
                        AuthenticationException.class,
                        "authentication_error"),
                row(
                        400,
                        "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}]",
                        AuthenticationException.class,
                        "INVALID_ARGUMENT"),
                row(
                        403,
                        "{\"error\":{\"message\":\"Country, region, or territory not supported\",\"type\":\"request_forbidden\",\"code\":\"unsupported_country_region_territory\"}}",
                        PermissionDeniedException.class,
                        "unsupported_country_region_territory"),
                row(
                        404,
                        "{\"error\":{\"message\":\"The model `gpt-9` does not exist or you do not have access to it.\",\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}",
                        ModelNotFoundException.class,
                        "model_not_found"),
                row(
                        404,
                        "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: claude-9\"}}",
                        ModelNotFoundException.class,
                        "not_found_error"),
                row(
                        400,
                        "{\"error\":{\"message\":\"x is not a valid model ID\",\"code\":400}}",
                        ModelNotFoundException.class,
                        "400"),
                row(
                        429,
                        "{\"error\":{\"message\":\"Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM)\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
                        RateLimitException.class,
                        "rate_limit_exceeded"),
                row(
                        400,
                        "{\"error\":{\"message\":\"This model's maximum context length is 128000 tokens. However, your messages resulted in 200000 tokens.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
                        ContextLengthException.class,
                        "context_length_exceeded"),
                row(
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 213462 tokens > 200000 maximum\"}}",
                        ContextLengthException.class,
                        "invalid_request_error"),
                row(
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000\"}}",
                        ContextLengthException.class,
                        "invalid_request_error"),
                row(
                        400,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        ContextLengthException.class,
                        "BadRequestError"),
                row(
                        422,
                        "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: input is too long\"}",
                        ContextLengthException.class,
                        null),
                row(
                        400,
                        "{\"error\":{\"message\":\"Invalid schema for function 'get_billing_info'\"}}",
                        InvalidRequestException.class,
                        null),
                row(400, "{\"error\":{\"message\":\"File does not exist\"}}", InvalidRequestException.class, null),
                row(
                        500,
                        "{\"error\":{\"message\":\"maximum context length exceeded\"}}",
                        ContextLengthException.class,
                        null),
                row(
                        400,
                        "{\"error\":{\"message\":\"Your request was rejected as a result of our safety system.\",\"type\":\"invalid_request_error\",\"code\":\"content_policy_violation\"}}",
                        ContentPolicyException.class,
                        "content_policy_violation"),
                row(
                        400,
                        "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.\",\"code\":\"content_filter\",\"status\":400}}",
                        ContentPolicyException.class,
                        "content_filter"),
                row(
                        400,
                        "{\"error\":{\"message\":\"Unsupported value: 'temperature'\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}",
                        InvalidRequestException.class,
                        "unsupported_value"),
                row(
                        422,
                        "{\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"field required\"}]}",
                        InvalidRequestException.class,
                        null),
                row(
                        413,
                        "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"Request exceeds the maximum size\"}}",
                        InvalidRequestException.class,
                        "request_too_large"),
                row(408, "", ProviderUnavailableException.class, null),
                row(
                        500,
                        "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"code\":null}}",
                        ProviderUnavailableException.class,
                        "server_error"),
                row(
                        503,
                        "<html><head><title>503</title><style>x{}</style></head><body><h1>Service Unavailable</h1></body></html>",
                        ProviderUnavailableException.class,
                        null),
                row(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                        ProviderUnavailableException.class,
                        "overloaded_error"),
                row(502, "\u0000\u0001\uFFFD{{{", ProviderUnavailableException.class, null));
    }

    private static Arguments row(
            int status, String body, Class<? extends LlmRouterException> type, @Nullable String code) {
        return Arguments.of(status, body, type, code);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalBecomesItsType(int status, String body, Class<? extends LlmRouterException> type, String code) {
        for (WireFormat format : java.util.List.of(OPENAI, ANTHROPIC)) {
            LlmRouterException error = format.decodeError(status, utf8(body), Duration.ofSeconds(2));
            assertThat(error.getClass()).isEqualTo(type);
            assertThat(error.httpStatus()).hasValue(status);
            assertThat(error.code().orElse(null)).isEqualTo(code);
            assertThat(error.retryAfter()).contains(Duration.ofSeconds(2));
            assertThat(error.help()).isNotBlank();
            assertThat(error.summary()).hasSizeLessThan(600).doesNotContain("<").doesNotContain("sk-abc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
                "{\"error\":{\"message\":\"Your credit balance is too low\"}}"
            })
    void moneyThatIsGoneIsNoPassingLimit(String body) {
        LlmRouterException error = OPENAI.decodeError(429, utf8(body), null);
        assertThat(error).isInstanceOf(RateLimitException.class);
        assertThat(((RateLimitException) error).quotaExhausted()).isTrue();
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void aPassingLimitOfTheProvidersIsNoMissingMoney() {
        LlmRouterException error = ANTHROPIC.decodeError(
                429,
                utf8(
                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Number of request tokens has exceeded your per-minute rate limit\"}}"),
                null);
        assertThat(((RateLimitException) error).quotaExhausted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rate limit reached for gpt-4 on requests per min. Please try again in 1.5s. See https://platform.openai.com/account/billing | 1500",
                "You exceeded your current quota, please check your plan and billing details. Please retry in 34.07s. | 34070",
                "Please try again in 6m0s. | 360000",
                "Please try again in 250ms. | 250",
                "Slow down! | "
            })
    void theWaitThatAProviderAsksForInWordsCounts(String message, @Nullable Long millis) {
        byte[] body = utf8("{\"error\":{\"message\":\"" + message + "\"}}");
        LlmRouterException error = OPENAI.decodeError(429, body, null);
        assertThat(((RateLimitException) error).quotaExhausted()).isFalse();
        assertThat(error.retryAfter().map(Duration::toMillis).orElse(null)).isEqualTo(millis);
        assertThat(OPENAI.decodeError(429, body, Duration.ofSeconds(9)).retryAfter())
                .contains(Duration.ofSeconds(9));
    }

    @Test
    void aHugeBodyIsCutAndNotRead() {
        String body = "{\"error\":{\"message\":\"" + "x".repeat(5_000_000) + "\"}}";
        LlmRouterException error = OPENAI.decodeError(500, utf8(body), null);
        assertThat(error).isInstanceOf(ProviderUnavailableException.class);
        assertThat(error.summary()).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-AbCdEf0123456789",
                "sk-ant-api03-AbCd_Ef-01",
                "Bearer abc.def.ghi",
                "gsk_AbCdEf012345",
                "nvapi-AbCdEf012345",
                "AIzaSyAbCdEf0123456789",
                "sk-abc***************wxyz"
            })
    void aKeyThatAProviderEchoesIsNotHandedOn(String key) {
        LlmRouterException error =
                OPENAI.decodeError(401, utf8("{\"error\":{\"message\":\"Bad key: " + key + "\"}}"), null);
        assertThat(error.getMessage()).contains("[key]").doesNotContain(key);
    }

    @Test
    void anExcerptNeverEndsInHalfACharacter() {
        for (int length = 490; length < 510; length++) {
            String cut = Excerpt.of("x".repeat(length) + "\ud83d\ude00".repeat(20));
            assertThat(cut.length()).isLessThanOrEqualTo(Excerpt.MAX_CHARS);
            assertThat(Unicode.loneSurrogate(cut, 0)).isEqualTo(-1);
        }
    }

    static Stream<Arguments> written() {
        ErrorFacts facts = ErrorFacts.because("It failed").help("Do this.").build();
        return Stream.of(
                Arguments.of(
                        new InvalidRequestException(facts),
                        400,
                        "invalid_request_error",
                        null,
                        "invalid_request_error"),
                Arguments.of(
                        new ContextLengthException(facts),
                        400,
                        "invalid_request_error",
                        "context_length_exceeded",
                        "invalid_request_error"),
                Arguments.of(
                        new ContentPolicyException(facts),
                        400,
                        "invalid_request_error",
                        "content_policy_violation",
                        "invalid_request_error"),
                Arguments.of(
                        new AuthenticationException(facts),
                        502,
                        "server_error",
                        "provider_authentication_error",
                        "api_error"),
                Arguments.of(
                        new PermissionDeniedException(facts),
                        502,
                        "server_error",
                        "provider_permission_error",
                        "api_error"),
                Arguments.of(
                        new ModelNotFoundException(facts),
                        404,
                        "invalid_request_error",
                        "model_not_found",
                        "not_found_error"),
                Arguments.of(
                        new RateLimitException(facts),
                        429,
                        "rate_limit_error",
                        "rate_limit_exceeded",
                        "rate_limit_error"),
                Arguments.of(
                        new RateLimitException(facts, true),
                        429,
                        "insufficient_quota",
                        "insufficient_quota",
                        "billing_error"),
                Arguments.of(new ProviderUnavailableException(facts), 502, "server_error", null, "api_error"),
                Arguments.of(new DeadlineException.Stall(facts), 504, "timeout", null, "timeout_error"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void anErrorIsWrittenWithTheFormatsOwnNames(
            LlmRouterException error, int status, String type, String code, String anthropicType) {
        assertThat(OPENAI.statusOf(error)).isEqualTo(status);
        var openAi = tree(OPENAI.encodeError(error)).path("error");
        assertThat(openAi.path("message").stringValue()).isEqualTo("It failed\nDo this.");
        assertThat(openAi.path("type").stringValue()).isEqualTo(type);
        assertThat(openAi.path("code").isNull() ? null : openAi.path("code").stringValue())
                .isEqualTo(code);
        assertThat(openAi.path("param").isNull()).isTrue();
        assertThat(tree(ANTHROPIC.encodeError(error)))
                .isEqualTo(tree("{\"type\":\"error\",\"error\":{\"type\":\"" + anthropicType
                        + "\",\"message\":\"It failed\\nDo this.\"}}"));
    }
}
