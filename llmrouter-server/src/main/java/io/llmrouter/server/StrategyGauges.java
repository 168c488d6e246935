package io.llmrouter.server;

import io.llmrouter.api.Gauge;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The figures that the strategy wants watched, whatever they are, as gauges. Safe for concurrent use. */
final class StrategyGauges implements MultiCollector {
    private static final String PREFIX = "llmrouter_";

    private final Supplier<List<Gauge>> gauges;

    StrategyGauges(Supplier<List<Gauge>> gauges) {
        this.gauges = gauges;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();
        for (Gauge gauge : gauges.get()) {
            byName.computeIfAbsent(
                            gauge.name(),
                            name -> GaugeSnapshot.builder().name(PREFIX + name).help(gauge.help()))
                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(labels(gauge.labels()))
                            .value(gauge.value())
                            .build());
        }
        var snapshots = MetricSnapshots.builder();
        byName.values().forEach(gauge -> snapshots.metricSnapshot(gauge.build()));
        return snapshots.build();
    }

    private static Labels labels(Map<String, String> labels) {
        var builder = Labels.builder();
        labels.forEach(builder::label);
        return builder.build();
    }
}
