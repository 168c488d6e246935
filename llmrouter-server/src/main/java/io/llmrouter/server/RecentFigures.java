package io.llmrouter.server;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.RoutingReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures of the last spans of equal length, the older overwritten by the newer. Not safe for concurrent use. */
final class RecentFigures {
    private final int stepSeconds;
    private final Span[] ring;

    RecentFigures(int stepSeconds, int spans) {
        this.stepSeconds = stepSeconds;
        this.ring = new Span[spans];
        for (int i = 0; i < spans; i++) {
            ring[i] = new Span();
        }
    }

    /** The span of a moment, emptied if it still held an older one. */
    Span at(long epochSecond) {
        long index = epochSecond / stepSeconds;
        Span span = ring[(int) (index % ring.length)];
        if (span.index != index) {
            span.begin(index);
        }
        return span;
    }

    /** Writes the figures as one array each, the oldest first and the span under way last. */
    void write(long epochSecond, ObjectNode out) {
        at(epochSecond);
        long last = epochSecond / stepSeconds;
        out.put("step_seconds", stepSeconds);
        out.put("first_epoch_second", (last - ring.length + 1) * stepSeconds);
        column(out, "requests", last, span -> span.requests);
        column(out, "failed", last, span -> span.failed);
        column(out, "tokens", last, span -> span.tokens);
        column(out, "cost_usd", last, span -> Stats.rounded(span.cost));
        column(out, "saved_usd", last, span -> Stats.rounded(span.saved));
        column(out, "latency_ms", last, span -> mean(span.latency, span.answered));
        column(out, "first_token_ms", last, span -> mean(span.firstToken, span.firstTokens));
        ObjectNode byModel = out.putObject("requests_by_model");
        var names = new TreeSet<String>();
        for (Span span : ring) {
            if (span.isWithin(last, ring.length)) {
                names.addAll(span.byModel.keySet());
            }
        }
        names.forEach(name -> column(byModel, name, last, span -> span.byModel.getOrDefault(name, 0L)));
    }

    private void column(ObjectNode out, String name, long last, Function<Span, @Nullable Number> value) {
        ArrayNode column = out.putArray(name);
        for (long index = last - ring.length + 1; index <= last; index++) {
            Span span = ring[(int) (index % ring.length)];
            Number number = span.index == index ? value.apply(span) : value.apply(Span.EMPTY);
            if (number instanceof Long whole) {
                column.add(whole);
            } else {
                column.add(number == null ? null : number.doubleValue());
            }
        }
    }

    private static @Nullable Number mean(double millis, long count) {
        return count == 0 ? null : Math.round(millis / count * 10) / 10.0;
    }

    /** What was counted in one span. */
    static final class Span {
        private static final Span EMPTY = new Span();

        private final Map<String, Long> byModel = new HashMap<>();
        private long index = -1;
        private long requests;
        private long failed;
        private long answered;
        private long tokens;
        private long firstTokens;
        private double latency;
        private double firstToken;
        private double cost;
        private double saved;

        private void begin(long newIndex) {
            index = newIndex;
            byModel.clear();
            requests = failed = answered = tokens = firstTokens = 0;
            latency = firstToken = cost = saved = 0;
        }

        private boolean isWithin(long last, int length) {
            return index > last - length && index <= last;
        }

        void answered(RoutingReport report) {
            requests++;
            answered++;
            latency += millis(report.elapsed());
            byModel.merge(report.model(), 1L, Long::sum);
        }

        void failed() {
            requests++;
            failed++;
        }

        void attempted(Attempt attempt, @Nullable BigDecimal savedUsd) {
            tokens += attempt.usage().totalTokens();
            if (attempt.cost() != null) {
                cost += attempt.cost().doubleValue();
            }
            if (savedUsd != null) {
                saved += savedUsd.doubleValue();
            }
            Duration first = attempt.firstToken();
            if (first != null) {
                firstToken += millis(first);
                firstTokens++;
            }
        }

        private static double millis(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }
}
