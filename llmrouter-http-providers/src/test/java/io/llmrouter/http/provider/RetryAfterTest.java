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

class RetryAfterTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void secondsAreRead() {
        assertThat(retryAfter("20")).isEqualTo(Duration.ofSeconds(20));
        assertThat(retryAfter(" 0.25 ")).isEqualTo(Duration.ofMillis(250));
        assertThat(retryAfter("0")).isEqualTo(Duration.ZERO);
    }

    @Test
    void datesAreReadAgainstTheClock() {
        assertThat(retryAfter("Sun, 01 Mar 2026 12:01:30 GMT")).isEqualTo(Duration.ofSeconds(90));
        assertThat(retryAfter("Sun, 01 Mar 2026 11:00:00 GMT")).isEqualTo(Duration.ZERO);
    }

    @Test
    void millisecondsTakePrecedence() {
        assertThat(RetryAfter.of(head(Map.of("retry-after-ms", "1500", "retry-after", "9")), NOON))
                .isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void whatCannotBeUnderstoodIsNoWait() {
        for (String odd : new String[] {"", "soon", "-5", "NaN", "Sun, 99 Mar 2026 12:00:00 GMT"}) {
            assertThat(retryAfter(odd)).isNull();
        }
        assertThat(RetryAfter.of(head(Map.of()), NOON)).isNull();
    }

    @Test
    void anAbsurdWaitIsBounded() {
        assertThat(retryAfter("1e300")).isEqualTo(Duration.ofDays(365));
        assertThat(retryAfter("Fri, 01 Mar 2999 12:00:00 GMT")).isEqualTo(Duration.ofDays(365));
    }

    private static @Nullable Duration retryAfter(String value) {
        return RetryAfter.of(head(Map.of("retry-after", value)), NOON);
    }

    private static HttpHead head(Map<String, String> headers) {
        return new HttpHead() {
            @Override
            public int status() {
                return 429;
            }

            @Override
            public Optional<String> header(String name) {
                return Optional.ofNullable(headers.get(name));
            }
        };
    }
}
