package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Gauge;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrategyGaugesTest {
    private static String text(List<Gauge> gauges) throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(out, new StrategyGauges(() -> gauges).collect(), EscapingScheme.UNDERSCORE_ESCAPING);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void figuresOfOneNameStandTogetherWithTheirLabels() throws IOException {
        assertThat(text(List.of(
                        new Gauge("drift_share", "Share", Map.of("model", "a"), 0.25),
                        Gauge.of("drift_surprise", "Surprise", -0.5),
                        new Gauge("drift_share", "Share", Map.of("model", "b"), 0.75))))
                .contains("# TYPE llmrouter_drift_share gauge")
                .containsOnlyOnce("# HELP llmrouter_drift_share Share")
                .contains("llmrouter_drift_share{model=\"a\"} 0.25", "llmrouter_drift_share{model=\"b\"} 0.75")
                .contains("llmrouter_drift_surprise -0.5");
    }

    @Test
    void aStrategyWithoutFiguresShowsNone() throws IOException {
        assertThat(text(List.of())).isEmpty();
    }
}
