package io.llmrouter.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form; the long ones are run by the script. */
class SoakTest {

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void someSecondsOfEverythingAtOnceLeaveNothingBehind() throws Exception {
        var page = new ByteArrayOutputStream();
        Book book = Soak.run(
                new Options(Duration.ofSeconds(16), 1, 12), new PrintStream(page, true, StandardCharsets.UTF_8));
        assertThat(book.broken()).as(page.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(book.size()).isGreaterThan(50);
        assertThat(book.counted("faults")).isPositive();
    }
}
