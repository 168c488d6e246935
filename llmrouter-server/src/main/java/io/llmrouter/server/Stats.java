package io.llmrouter.server;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The figures of the live view: by model since the start, and of the last minutes, in bounded memory.
 *
 * <p>Neither prompts nor answers are in them. Safe for concurrent use.
 */
final class Stats {
    /** Names change with the configuration: a server that is reloaded for years keeps to this many. */
    private static final int MAX_MODELS = 1_000;

    private final Supplier<List<ModelInfo>> models;
    private final InstantSource clock;
    private final Instant since;
    private final ModelFigures total = new ModelFigures();
    private final Map<String, ModelFigures> byModel = new LinkedHashMap<>();
    private final RecentFigures seconds = new RecentFigures(1, 120);
    private final RecentFigures minutes = new RecentFigures(60, 60);
    private List<ModelInfo> priced = List.of();
    private List<Prices> prices = List.of();
    private long failed;
    private long cancelled;

    Stats(Supplier<List<ModelInfo>> models, InstantSource clock) {
        this.models = models;
        this.clock = clock;
        this.since = clock.instant();
    }

    synchronized void answered(RoutingReport report) {
        Instant now = clock.instant();
        total.answered();
        figures(report.model()).answered();
        seconds.at(now.getEpochSecond()).answered(report);
        minutes.at(now.getEpochSecond()).answered(report);
        attempted(report.attempts(), now);
    }

    synchronized void failed(LlmRouterException error) {
        Instant now = clock.instant();
        if (error instanceof CancelledException) {
            cancelled++;
        } else {
            failed++;
            seconds.at(now.getEpochSecond()).failed();
            minutes.at(now.getEpochSecond()).failed();
        }
        attempted(error.attempts(), now);
    }

    private void attempted(List<Attempt> attempts, Instant now) {
        for (Attempt attempt : attempts) {
            BigDecimal saved = saved(attempt);
            total.attempted(attempt, saved, now);
            figures(attempt.model()).attempted(attempt, saved, now);
            seconds.at(now.getEpochSecond()).attempted(attempt, saved);
            minutes.at(now.getEpochSecond()).attempted(attempt, saved);
        }
    }

    private ModelFigures figures(String model) {
        ModelFigures known = byModel.get(model);
        if (known == null) {
            if (byModel.size() >= MAX_MODELS) {
                byModel.remove(byModel.keySet().iterator().next());
            }
            known = new ModelFigures();
            byModel.put(model, known);
        }
        return known;
    }

    /** What the dearest model would have taken for the same tokens, less what was paid. */
    private @Nullable BigDecimal saved(Attempt attempt) {
        BigDecimal paid = attempt.cost();
        if (paid == null) {
            return null;
        }
        return prices().stream()
                .map(price -> price.cost(attempt.usage()))
                .flatMap(Optional::stream)
                .max(BigDecimal::compareTo)
                .map(dearest -> dearest.subtract(paid))
                .orElse(null);
    }

    private List<Prices> prices() {
        List<ModelInfo> now = models.get();
        if (now != priced) {
            prices = now.stream()
                    .map(ModelInfo::prices)
                    .filter(Prices::areKnown)
                    .distinct()
                    .toList();
            priced = now;
        }
        return prices;
    }

    /** Writes all figures; models that were never asked are there too. */
    synchronized void write(ObjectNode out) {
        Instant now = clock.instant();
        out.put("since", since.toString()).put("now", now.toString());
        ObjectNode totals = out.putObject("totals");
        total.write(totals);
        totals.put("failed", failed).put("cancelled", cancelled);
        ArrayNode list = out.putArray("models");
        var rest = new LinkedHashMap<>(byModel);
        for (ModelInfo model : models.get()) {
            ModelFigures figures = rest.remove(model.name());
            write(list.addObject(), model.name(), model, figures == null ? new ModelFigures() : figures);
        }
        rest.forEach((name, figures) -> write(list.addObject(), name, null, figures));
        ObjectNode recent = out.putObject("recent");
        seconds.write(now.getEpochSecond(), recent.putObject("seconds"));
        minutes.write(now.getEpochSecond(), recent.putObject("minutes"));
    }

    private static void write(ObjectNode out, String name, @Nullable ModelInfo model, ModelFigures figures) {
        out.put("model", name).put("provider", model == null ? null : model.provider());
        out.put("configured", model != null);
        figures.write(out);
        figures.writeHealth(out.putObject("health"));
    }

    /** USD to a billionth of a cent: what sums of binary fractions leave behind that is not shown. */
    static double rounded(double usd) {
        return Math.round(usd * 1e11) / 1e11;
    }
}
