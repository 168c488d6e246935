package io.llmrouter.learned.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An evaluation as one HTML page that needs nothing else: figures, cost against quality with the hulls, calibration, model
 * shares, choices by task, and the slowest decisions. Holds ids of rows, but no query. Stateless.
 */
public final class HtmlReport {
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #8884}
            td:first-child,th:first-child{text-align:left}
            .plot{max-width:40rem;width:100%}.plot text{font-size:11px;fill:currentColor}
            .grid{stroke:#8884}.own{stroke:#0a7;stroke-width:2.5}.zero{stroke:#c60;stroke-width:1.5;stroke-dasharray:5 4}
            .single{fill:#c60}.point{fill:#0a7}.ideal{stroke:#888;stroke-dasharray:3 3}
            """;

    private HtmlReport() {}

    /** The page. */
    public static String of(Evaluation evaluation, Timing timing) {
        var page = new StringBuilder(head(evaluation.learner()))
                .append("<p><strong>")
                .append(Html.escaped(evaluation.verdict()))
                .append("</strong></p>\n");
        page.append(figures(evaluation, timing));
        evaluation.moneyIfKnown().ifPresent(money -> page.append(costPlot(money)));
        page.append(calibrationPlot(evaluation.reliability()));
        page.append(shares(evaluation));
        page.append(tasks(evaluation));
        page.append(slowest(timing));
        return page.append("</body></html>\n").toString();
    }

    /** The beginning of a page, with its heading. */
    static String head(String title) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + Html.escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style></head><body>\n<h1>" + Html.escaped(title) + "</h1>\n";
    }

    private static String figures(Evaluation evaluation, Timing timing) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Rows", evaluation.rows() + ""));
        rows.add(List.of("Accuracy", evaluation.accuracy().toString()));
        rows.add(List.of("Best single model, " + evaluation.bestSingle(), number(evaluation.bestSingleQuality())));
        rows.add(List.of("Gain over it", evaluation.gain() + " ± " + number(evaluation.gainError())));
        rows.add(List.of("A model at random", number(evaluation.random())));
        rows.add(List.of("Oracle", number(evaluation.oracle())));
        evaluation.moneyIfKnown().ifPresent(money -> {
            rows.add(List.of("AIQ", money.aiq().toString()));
            rows.add(List.of("AIQ of the zero router", number(money.zeroAiq())));
            rows.add(List.of("AIQ of the oracle", number(money.oracleAiq())));
            rows.add(List.of("Cost saved at 100 % of the best single model", saved(money.saved100())));
            rows.add(List.of("Cost saved at 95 %", saved(money.saved95())));
        });
        evaluation.twoModelsIfAny().ifPresent(two -> {
            rows.add(List.of("APGR", number(two.apgr())));
            rows.add(List.of("CPT(50)", number(two.cpt50())));
            rows.add(List.of("CPT(80)", number(two.cpt80())));
        });
        rows.add(List.of("Brier score", number(evaluation.reliability().brier())));
        rows.add(List.of(
                "Calibration error (ECE)", number(evaluation.reliability().ece())));
        rows.add(List.of(
                "A decision, median and 99th percentile",
                String.format(Locale.ROOT, "%.1f and %.1f µs", timing.p50(), timing.p99())));
        return Html.table(List.of("Figure", "Value"), rows);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String saved(double share) {
        if (Double.isNaN(share)) {
            return "unknown";
        }
        return share <= -1 ? "its quality is not reached" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String costPlot(Evaluation.Money money) {
        double dearest = 0;
        double best = 0;
        for (CostQualityHull.Point point : money.singles().values()) {
            dearest = Math.max(dearest, point.cost());
            best = Math.max(best, point.quality());
        }
        for (CostQualityHull.Point point : money.hull()) {
            best = Math.max(best, point.quality());
        }
        var plot = new Plot(0, dearest, 0, Math.min(1, best * 1.05), "mean cost of a query in USD", "mean quality");
        plot.path(money.zeroHull(), "zero").path(money.hull(), "own");
        money.singles().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(single ->
                        plot.dot(single.getValue().cost(), single.getValue().quality(), "single", single.getKey()));
        for (CostQualityHull.Point point : money.points()) {
            plot.dot(point.cost(), point.quality(), "point", "the router");
        }
        return "<h2>Cost and quality</h2>\n<p>Green: the router at each weight of costs, and its hull. Orange: the single models"
                + " and the zero router that mixes them.</p>\n"
                + plot.svg();
    }

    private static String calibrationPlot(Reliability reliability) {
        var plot = new Plot(0, 1, 0, 1, "predicted quality", "quality that came true");
        plot.line(0, 0, 1, 1, "ideal");
        for (Reliability.Bin bin : reliability.bins()) {
            plot.dot(bin.predicted(), bin.observed(), "point", bin.count() + " predictions");
        }
        return "<h2>Calibration</h2>\n" + plot.svg();
    }

    private static String shares(Evaluation evaluation) {
        List<List<String>> rows = evaluation.shares().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(share -> List.of(share.getKey(), String.format(Locale.ROOT, "%.1f %%", 100 * share.getValue())))
                .toList();
        return "<h2>Calls by model</h2>\n" + Html.table(List.of("Model", "Share"), rows);
    }

    private static String tasks(Evaluation evaluation) {
        List<String> models = evaluation.shares().keySet().stream().sorted().toList();
        var header = new ArrayList<>(List.of("Task", "Rows", "Router", "Best single", "Oracle"));
        header.addAll(models);
        var rows = new ArrayList<List<String>>();
        for (TaskResult task : evaluation.tasks()) {
            var row = new ArrayList<>(List.of(
                    task.task().isEmpty() ? "(no task)" : task.task(),
                    task.rows() + "",
                    number(task.quality()),
                    number(task.bestSingle()),
                    number(task.oracle())));
            models.forEach(model -> row.add(task.calls().getOrDefault(model, 0) + ""));
            rows.add(row);
        }
        return "<h2>Choices by task</h2>\n" + Html.table(header, rows);
    }

    private static String slowest(Timing timing) {
        List<List<String>> rows = timing.slowest().stream()
                .map(decision -> List.of(
                        decision.id(),
                        decision.characters() + "",
                        String.format(Locale.ROOT, "%.1f", decision.micros())))
                .toList();
        return "<h2>Slowest decisions</h2>\n" + Html.table(List.of("Row", "Characters", "µs"), rows);
    }
}
