package io.llmrouter.learned.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Several evaluations on the same rows as one HTML page that needs nothing else: a table and their hulls in one plot. Stateless. */
public final class HtmlComparison {
    private static final List<String> COLOURS =
            List.of("#0a7", "#27c", "#c3a", "#a70", "#639", "#0aa", "#c33", "#682", "#36a", "#b58");

    private HtmlComparison() {}

    /**
     * The page.
     *
     * @param names the names of the routers, one an evaluation
     */
    public static String of(List<String> names, List<Evaluation> evaluations) {
        var page = new StringBuilder(HtmlReport.head("Routers compared"));
        page.append("<style>");
        for (int i = 0; i < COLOURS.size(); i++) {
            page.append(".hull")
                    .append(i)
                    .append("{stroke:")
                    .append(COLOURS.get(i))
                    .append(";stroke-width:2}");
        }
        page.append("</style>\n");
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < names.size(); i++) {
            rows.add(row(names.get(i), evaluations.get(i), COLOURS.get(i % COLOURS.size())));
        }
        page.append(Html.table(
                List.of("Router", "Learner", "Rows", "Accuracy", "Gain", "AIQ", "APGR", "Brier", "ECE", "Colour"),
                rows));
        if (evaluations.stream().allMatch(one -> one.moneyIfKnown().isPresent())) {
            page.append(plot(evaluations));
        }
        for (int i = 0; i < names.size(); i++) {
            page.append("<p>")
                    .append(Html.escaped(
                            names.get(i) + ": " + evaluations.get(i).verdict()))
                    .append("</p>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static List<String> row(String name, Evaluation one, String colour) {
        return List.of(
                name,
                one.learner(),
                one.rows() + "",
                one.accuracy().toString(),
                one.gain() + " ± " + number(one.gainError()),
                one.moneyIfKnown().map(money -> money.aiq().toString()).orElse("-"),
                one.twoModelsIfAny().map(two -> number(two.apgr())).orElse("-"),
                number(one.reliability().brier()),
                number(one.reliability().ece()),
                colour);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String plot(List<Evaluation> evaluations) {
        Evaluation.Money first = evaluations.get(0).moneyIfKnown().orElseThrow();
        double dearest = 0;
        double best = 0;
        for (Evaluation one : evaluations) {
            Evaluation.Money money = one.moneyIfKnown().orElseThrow();
            for (CostQualityHull.Point single : money.singles().values()) {
                dearest = Math.max(dearest, single.cost());
                best = Math.max(best, single.quality());
            }
            for (CostQualityHull.Point point : money.hull()) {
                best = Math.max(best, point.quality());
            }
        }
        var plot = new Plot(0, dearest, 0, Math.min(1, best * 1.05), "mean cost of a query in USD", "mean quality");
        plot.path(first.zeroHull(), "zero");
        for (int i = 0; i < evaluations.size(); i++) {
            plot.path(evaluations.get(i).moneyIfKnown().orElseThrow().hull(), "hull" + i % COLOURS.size());
        }
        return "<h2>Cost and quality</h2>\n<p>Dashed: the zero router.</p>\n" + plot.svg();
    }
}
