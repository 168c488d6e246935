package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.bedrock.TestModels.Keys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

class BedrockErrorsTest {
    private static final String JSON = "application/json";

    private static RawServer failing(int status, String code, String message, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!code.isEmpty()) {
            all.add("x-amzn-ErrorType: " + code);
        }
        return new RawServer(
                peer -> peer.respond(status, JSON, "{\"message\":\"" + message + "\"}", all.toArray(String[]::new)));
    }

    private static LlmRouterException plain(RawServer server) throws IOException {
        try (server;
                var model = TestModels.at(server.url())) {
            return plain(model);
        }
    }

    private static LlmRouterException plain(BedrockModel model) {
        var failure = catchThrowableOfType(LlmRouterException.class, () -> model.chat("Hi"));
        assertThat(failure).isNotNull();
        return failure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDeniedException | no access to the model | PermissionDenied | console",
                "403 | UnrecognizedClientException | the token is invalid | Authentication | AWS_ACCESS_KEY_ID",
                "403 | InvalidSignatureException | it does not match | Authentication | ~/.aws/credentials",
                "403 | ExpiredTokenException | the token has expired | Authentication | IAM role",
                "403 | MissingAuthenticationTokenException | none | Authentication | AWS_DEFAULT_REGION",
                "429 | ThrottlingException | too many tokens | RateLimit | fewer requests",
                "400 | ServiceQuotaExceededException | used up | RateLimit | Service Quotas",
                "404 | ResourceNotFoundException | no such model | ModelNotFound | models-supported.html",
                "400 | ValidationException | The provided model identifier is invalid. | ModelNotFound | titan-text",
                "400 | ValidationException | on-demand throughput isn't supported | ModelNotFound | inference profile",
                "400 | ValidationException | Input is too long for requested model. | ContextLength | larger context",
                "400 | ValidationException | prompt is too long: 210000 tokens | ContextLength | Shorten",
                "400 | ValidationException | Output blocked by content filtering policy | ContentPolicy | Rephrase",
                "400 | ValidationException | temperature and top_p | InvalidRequest | models-supported.html",
                "408 | ModelTimeoutException | it took too long | ProviderUnavailable | network connectivity",
                "429 | ModelNotReadyException | loading | ProviderUnavailable | try again in a minute",
                "503 | ServiceUnavailableException | busy | ProviderUnavailable | health.aws",
                "500 | InternalServerException | oops | ProviderUnavailable | different region",
                "424 | ModelErrorException | it failed | ProviderUnavailable | Try again",
                "400 | com.amazon.coral#ThrottlingException:http://x | slow | RateLimit | fewer requests",
                "401 | '' | who are you | Authentication | AWS_SECRET_ACCESS_KEY",
                "404 | UnknownOperationException | what | ModelNotFound | models-regions.html",
                "418 | '' | a teapot | InvalidRequest | supports",
                "502 | '' | gateway | ProviderUnavailable | Try again",
                "301 | '' | moved | BadResponse | base_url"
            })
    void everyAwsErrorHasItsTypeAndTheStepsThatHelp(int status, String code, String message, String type, String step)
            throws Exception {
        LlmRouterException plain = plain(failing(status, code, message));
        assertThat(plain.getClass().getSimpleName()).isEqualTo(type + "Exception");
        assertThat(plain.help()).contains(step);
        assertThat(plain.summary()).contains(message);
        assertThat(plain.httpStatus()).hasValue(status);
        assertThat(plain.provider()).contains("bedrock");
        assertThat(plain.model()).contains("claude");

        try (var server = failing(status, code, message);
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error()).isExactlyInstanceOf(plain.getClass()).hasMessage(plain.getMessage());
            assertThat(sink.ends).containsExactly("error");
            CompletableFuture<?> async = model.chatAsync(ChatRequest.of("Hi"));
            assertThat(async)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(plain.getClass());
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void aQuotaIsNotWorthWaitingForButThrottlingIs() throws Exception {
        var quota = (RateLimitException) plain(failing(400, "ServiceQuotaExceededException", "used up"));
        assertThat(quota.quotaExhausted()).isTrue();
        assertThat(quota.code()).contains("ServiceQuotaExceededException");
        var throttled = (RateLimitException) plain(failing(429, "ThrottlingException", "slow"));
        assertThat(throttled.quotaExhausted()).isFalse();
        assertThat(throttled.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'Fri, 01 Jan 2021 00:00:00 GMT', 0"})
    void retryAfterIsHandedOn(String header, long seconds) throws Exception {
        LlmRouterException error = plain(failing(429, "ThrottlingException", "slow", "Retry-After: " + header));
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void theSdkDoesNotRetry() throws Exception {
        try (var server = failing(500, "InternalServerException", "oops");
                var model = TestModels.at(server.url())) {
            plain(model);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, UnrecognizedClientException", "403, AccessDeniedException", "429, ThrottlingException"})
    void aBearerKeyThatIsRefusedRests(int status, String code) throws Exception {
        var keys = new Keys("key-a", "key-b");
        try (var server = failing(status, code, "no", "Retry-After: 3");
                var model = TestModels.of(
                        TestModels.config(TestModels.CLAUDE, server.url(), keys, Map.of("aws_region", "us-west-2")))) {
            plain(model);
            assertThat(keys.rested).containsExactly("key-a PT3S");
        }
    }

    @Test
    void aServerErrorLetsNoKeyRest() throws Exception {
        var keys = new Keys("key-a");
        try (var server = failing(500, "InternalServerException", "oops");
                var model = TestModels.of(
                        TestModels.config(TestModels.CLAUDE, server.url(), keys, Map.of("aws_region", "us-west-2")))) {
            plain(model);
            assertThat(keys.rested).isEmpty();
        }
    }

    @Test
    void secretsThatTheServerEchoesAreNotPassedOn() throws Exception {
        String echo = "The signature of " + TestModels.SECRET + " and session-1 and AKIAABCDEFGHIJKLMNOP is wrong";
        try (var server = failing(403, "InvalidSignatureException", echo);
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE,
                        server.url(),
                        new Keys(),
                        TestModels.signed(Map.of("aws_session_token", "session-1"))))) {
            assertThat(trace(plain(model)))
                    .contains("The signature of")
                    .doesNotContain(TestModels.SECRET, "session-1", "AKIAABCDEFGHIJKLMNOP");
            assertThat(model.toString()).doesNotContain(TestModels.SECRET);
        }
        try (var server = failing(403, "AccessDeniedException", "The key bearer-secret is wrong");
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE,
                        server.url(),
                        new Keys("bearer-secret"),
                        Map.of("aws_region", "us-west-2")))) {
            assertThat(trace(plain(model))).contains("The key").doesNotContain("bearer-secret");
        }
    }

    @Test
    void aHugeErrorIsCutShortAndItsConnectionClosed() throws Exception {
        String huge = "x".repeat(5 * 1024 * 1024);
        var server = failing(503, "ServiceUnavailableException", huge);
        try (server;
                var model = TestModels.at(server.url())) {
            LlmRouterException error = plain(model);
            assertThat(error).isInstanceOf(ProviderUnavailableException.class);
            assertThat(error.toString()).hasSizeLessThan(2_000);
            assertThat(server.clientLeft.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Welcome</body></html>", "", "{}", "{\"output\":", "[1,2]", "null"})
    void whatIsNotAnAnswerIsABadResponse(String body) throws Exception {
        LlmRouterException error = plain(new RawServer(peer -> peer.respond(200, "text/html", body)));
        assertThat(error).isExactlyInstanceOf(BadResponseException.class);
        assertThat(error.help()).contains("base_url");
    }

    @Test
    void aConnectionThatIsResetIsUnavailable() throws Exception {
        LlmRouterException error = plain(new RawServer(RawServer.Peer::reset));
        assertThat(error).isExactlyInstanceOf(ProviderUnavailableException.class);
    }

    @Test
    void aBodyThatIsCutOffIsUnavailable() throws Exception {
        LlmRouterException error = plain(new RawServer(peer -> {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            peer.close();
        }));
        assertThat(error).isExactlyInstanceOf(ProviderUnavailableException.class);
    }

    @Test
    void aPortWithoutServerIsUnavailable() throws Exception {
        var server = RawServer.json("{}");
        server.close();
        assertThat(plain(server)).isExactlyInstanceOf(ProviderUnavailableException.class);
    }

    @Test
    void anUnknownHostNamesTheRegionAndTheRegionsPage() {
        try (var model = TestModels.at("http://bedrock-runtime.nowhere.invalid")) {
            LlmRouterException error = plain(model);
            assertThat(error).isExactlyInstanceOf(ProviderUnavailableException.class);
            assertThat(error.summary()).contains("us-west-2");
            assertThat(error.help()).contains("aws_region", "models-regions.html", "Bedrock console");
        }
    }

    @Test
    void aConnectTimeoutIsAConnectDeadline() {
        var errors = errors();
        LlmRouterException error = errors.of(SdkClientException.builder()
                .message("Unable to execute HTTP request")
                .cause(new HttpConnectTimeoutException("timed out"))
                .build());
        assertThat(error).isInstanceOf(DeadlineException.Connect.class);
        assertThat(error.help()).contains("connect_timeout");
    }

    @Test
    void credentialsThatAreNowhereAreAnAuthenticationErrorWithThreeWays() {
        var nowhere = AwsCredentialsProviderChain.builder()
                .credentialsProviders(() -> {
                    throw SdkClientException.create("none here");
                })
                .build();
        var credentials = new ResolvedCredentials(nowhere, new Redactor());
        assertThat(credentials.resolveIdentity())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .satisfies(failure -> {
                    LlmRouterException error = errors().of(failure);
                    assertThat(error).isInstanceOf(AuthenticationException.class);
                    assertThat(error.help())
                            .contains("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "~/.aws/credentials", "IAM role");
                });
    }

    @Test
    void aProfileThatDoesNotExistIsAnAuthenticationErrorOfTheCall() throws Exception {
        try (var server = RawServer.json("{}");
                var model = TestModels.of(TestModels.config(
                        TestModels.CLAUDE,
                        server.url(),
                        new Keys(),
                        Map.of("aws_region", "us-west-2", "aws_profile", "no-such-profile-of-the-test")))) {
            LlmRouterException error = plain(model);
            assertThat(error).isInstanceOf(AuthenticationException.class);
            assertThat(error.summary()).contains("no-such-profile-of-the-test");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void aRefusalOfTheModelNamesModelAndRegion() throws Exception {
        LlmRouterException error = plain(failing(403, "AccessDeniedException", "no"));
        assertThat(error).isInstanceOf(PermissionDeniedException.class);
        assertThat(error.help()).contains(TestModels.CLAUDE, "us-west-2", "bedrock:InvokeModelWithResponseStream");
    }

    private static BedrockErrors errors() {
        return new BedrockErrors(
                BedrockSettings.of(TestModels.config(TestModels.CLAUDE, null, new Keys(), TestModels.signed())),
                new Redactor());
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
