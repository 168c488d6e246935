package io.llmrouter.server;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.LlmRouterException;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server's figures, in a registry of its own. Safe for concurrent use. */
final class Metrics {
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("llmrouter_requests_total")
            .help("Requests that were answered, by endpoint and status")
            .labelNames("endpoint", "status")
            .register(registry);
    private final Histogram durations = Histogram.builder()
            .name("llmrouter_request_duration_seconds")
            .help("From a request's head to the end of its answer")
            .labelNames("endpoint")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Counter attempts = Counter.builder()
            .name("llmrouter_attempts_total")
            .help("Attempts of models, by outcome")
            .labelNames("model", "outcome")
            .register(registry);
    private final Histogram firstTokens = Histogram.builder()
            .name("llmrouter_first_token_seconds")
            .help("From the start of a streamed attempt to its first content")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Counter tokens = Counter.builder()
            .name("llmrouter_tokens_total")
            .help("Tokens of all attempts")
            .labelNames("model", "direction")
            .register(registry);

    private final Map<String, OfModel> byModel = new ConcurrentHashMap<>();
    private final Stats stats;

    Metrics(Admission admission, IntSupplier connections, Stats stats) {
        this.stats = stats;
        gauge("llmrouter_requests_running", "Requests under way", admission::running);
        gauge("llmrouter_requests_waiting", "Requests that wait for their turn", admission::waiting);
        gauge("llmrouter_connections", "Open connections", connections);
        CounterWithCallback.builder()
                .name("llmrouter_cost_usd_total")
                .help("What all attempts of known price cost, in USD")
                .labelNames("model")
                .callback(callback -> byModel.forEach(
                        (model, figures) -> figures.cost().ifPresent(usd -> callback.call(usd.doubleValue(), model))))
                .register(registry);
    }

    /** Shows how each model is doing, as it is when somebody looks. */
    void models(Supplier<List<ModelHealth>> health) {
        GaugeWithCallback.builder()
                .name("llmrouter_model_state")
                .help("1 for the state that the model is in, 0 for the others")
                .labelNames("model", "state")
                .callback(callback -> health.get().forEach(model -> {
                    for (ModelHealth.State state : ModelHealth.State.values()) {
                        callback.call(
                                state == model.state() ? 1 : 0,
                                model.model(),
                                state.name().toLowerCase(Locale.ROOT));
                    }
                }))
                .register(registry);
    }

    /** Shows what the strategy wants watched, as it is when somebody looks. */
    void strategy(Supplier<List<Gauge>> gauges) {
        registry.register(new StrategyGauges(gauges));
    }

    private void gauge(String name, String help, IntSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsInt()))
                .register(registry);
    }

    void answered(RequestLog log) {
        requests.labelValues(log.route(), Integer.toString(log.status())).inc();
        durations.labelValues(log.route()).observe(log.seconds());
    }

    void routed(RoutingReport report) {
        stats.answered(report);
        count(report.attempts());
    }

    void failed(LlmRouterException error) {
        stats.failed(error);
        count(error.attempts());
    }

    private void count(List<Attempt> all) {
        for (Attempt attempt : all) {
            byModel.computeIfAbsent(attempt.model(), OfModel::new).count(attempt);
        }
    }

    String contentType() {
        return PrometheusTextFormatWriter.CONTENT_TYPE;
    }

    /** All figures in Prometheus's text format. */
    byte[] text() {
        var out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** The figures of one model that every attempt has, found once. */
    private final class OfModel {
        private final CounterDataPoint answered;
        private final CounterDataPoint failed;
        private final CounterDataPoint input;
        private final CounterDataPoint output;
        private @Nullable BigDecimal cost;

        OfModel(String model) {
            answered = attempts.labelValues(model, "answered");
            failed = attempts.labelValues(model, "failed");
            input = tokens.labelValues(model, "input");
            output = tokens.labelValues(model, "output");
        }

        void count(Attempt attempt) {
            (attempt.succeeded() ? answered : failed).inc();
            Duration first = attempt.firstToken();
            if (first != null) {
                firstTokens
                        .labelValues(attempt.model())
                        .observe(first.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
            }
            Usage usage = attempt.usage();
            if (usage.isKnown()) {
                input.inc(usage.inputTokens());
                output.inc(usage.outputTokens());
            }
            BigDecimal usd = attempt.cost();
            if (usd != null) {
                spend(usd);
            }
        }

        /** Money is added up exactly, and rounded where it is shown. */
        private synchronized void spend(BigDecimal usd) {
            cost = cost == null ? usd : cost.add(usd);
        }

        synchronized Optional<BigDecimal> cost() {
            return Optional.ofNullable(cost);
        }
    }
}
