package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.http.HttpHead;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a rate limit is over that no {@code Retry-After} tells. */
class RateLimitResetTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"1s, 1000", "120ms, 120", "1m30s, 90000", "7.66s, 7660", "2m59.5s, 179500", "0s, 0", "6m0s, 300000"})
    void durationsOfOpenAiAreRead(String text, long millis) {
        assertThat(wait(429, Map.of("x-ratelimit-reset-requests", text))).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void datesOfAnthropicAreRead() {
        assertThat(wait(429, Map.of("anthropic-ratelimit-input-tokens-reset", "2026-03-01T12:00:21Z")))
                .isEqualTo(Duration.ofSeconds(21));
        assertThat(wait(429, Map.of("anthropic-ratelimit-requests-reset", "2026-03-01T11:59:00Z")))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void whatIsUsedUpDecidesElseTheLongest() {
        Map<String, String> resets = Map.of("x-ratelimit-reset-requests", "2s", "x-ratelimit-reset-tokens", "50s");

        assertThat(wait(429, resets)).isEqualTo(Duration.ofSeconds(50));
        assertThat(wait(
                        429,
                        Map.of(
                                "x-ratelimit-reset-requests", "2s",
                                "x-ratelimit-remaining-requests", "0",
                                "x-ratelimit-reset-tokens", "50s",
                                "x-ratelimit-remaining-tokens", "9000")))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999h", "1h", "2999-01-01T00:00:00Z"})
    void anAbsurdWaitIsBounded(String text) {
        assertThat(wait(429, Map.of("x-ratelimit-reset-tokens", text))).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-1s", "s", "1x", "1e9s", "2026-13-01T00:00:00Z"})
    void whatCannotBeUnderstoodIsNoWait(String text) {
        assertThat(wait(429, Map.of("x-ratelimit-reset-tokens", text))).isNull();
    }

    @Test
    void retryAfterGoesBeforeAndOtherErrorsAreNoRateLimits() {
        Map<String, String> both = Map.of("retry-after", "3", "x-ratelimit-reset-requests", "9s");

        assertThat(wait(429, both)).isEqualTo(Duration.ofSeconds(3));
        assertThat(wait(503, Map.of("x-ratelimit-reset-requests", "9s"))).isNull();
    }

    private static @Nullable Duration wait(int status, Map<String, String> headers) {
        return RetryAfter.of(
                new HttpHead() {
                    @Override
                    public int status() {
                        return status;
                    }

                    @Override
                    public Optional<String> header(String name) {
                        return Optional.ofNullable(headers.get(name));
                    }
                },
                NOON);
    }
}
