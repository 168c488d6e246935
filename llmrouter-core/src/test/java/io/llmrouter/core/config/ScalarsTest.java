package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "2m, PT2M",
        "1h, PT1H",
        "30, PT30S",
        "0, PT0S",
        "0.5, PT0.5S",
        "1.5 s, PT1.5S",
        "365, PT6M5S",
        "8760h, PT8760H"
    })
    void durationsAreRead(String text, Duration expected) {
        assertThat(Scalars.duration(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1d", "1m30s", "1e3", "999999999999h", "9999h", "soon", "5 5"})
    void otherDurationsAreNone(String text) {
        assertThat(Scalars.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "0.30, 0.30", "-1, -1", "+2, 2", "1e-3, 0.001", ".5, 0.5", "5., 5", "100_000, 100000"})
    void numbersAreRead(String text, BigDecimal expected) {
        assertThat(Scalars.number(text))
                .hasValueSatisfying(number -> assertThat(number).isEqualByComparingTo(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "_1", "1,5", "0x10", ".nan", ".inf", "NaN", "1e16", "1e999", "1e9999", "٣"})
    void otherNumbersAreNone(String text) {
        assertThat(Scalars.number(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "Yes, true",
        "y, true",
        "ON, true",
        "1, true",
        "False, false",
        "no, false",
        "N, false",
        "off, false",
        "0, false"
    })
    void flagsAreRead(String text, boolean expected) {
        assertThat(Scalars.flag(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "maybe", "tru"})
    void otherFlagsAreNone(String text) {
        assertThat(Scalars.flag(text)).isEmpty();
    }
}
