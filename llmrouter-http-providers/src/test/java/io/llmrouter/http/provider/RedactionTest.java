package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String KEY = "nvapi-Zx81_Kq-77bTTzPq0";
    private final Redaction redaction = new Redaction(List.of(KEY));

    @Test
    void aTextWithoutSecretsIsLeftAlone() {
        String text = "Rate limit reached for model nemotron";
        assertThat(redaction.redact(text)).isSameAs(text);
    }

    @Test
    void everyCopyOfTheKeyIsHidden() {
        assertThat(redaction.redact("bad " + KEY + ", really, " + KEY)).isEqualTo("bad [redacted], really, [redacted]");
    }

    @Test
    void piecesOfEightCharactersAreHidden() {
        assertThat(redaction.redact("key ending in " + KEY.substring(KEY.length() - 8)))
                .isEqualTo("key ending in [redacted]");
        assertThat(redaction.redact("key ending in " + KEY.substring(KEY.length() - 4)))
                .endsWith("zPq0");
    }

    @Test
    void base64IsHiddenInAnyAlignment() {
        for (String before : List.of("", "x", "Bearer ", "user:")) {
            byte[] bytes = (before + KEY + "!").getBytes(StandardCharsets.UTF_8);
            for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String shown = redaction.redact("got " + encoder.encodeToString(bytes) + " there");
                assertThat(shown).contains("[redacted]").hasSizeLessThan(40);
            }
        }
    }

    @Test
    void aShortKeyIsHiddenWhole() {
        assertThat(new Redaction(List.of("token", "abc")).redact("abc: bad token"))
                .isEqualTo("abc: bad [redacted]");
    }
}
