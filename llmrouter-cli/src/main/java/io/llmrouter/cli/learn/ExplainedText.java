package io.llmrouter.cli.learn;

import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.cli.terminal.Texts;
import io.llmrouter.learned.Evidence;
import io.llmrouter.learned.ModelForecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints why a learned router chose as it did. Not safe for concurrent use. */
public final class ExplainedText {
    private static final int NARROW = 90;
    private static final int NARROWEST_NAME = 8;
    private static final int NARROWEST_TEXT = 20;

    private final Console console;
    private final Explained explained;
    private final String chosen;
    private final String incumbent;

    private ExplainedText(Console console, Explained explained) {
        this.console = console;
        this.explained = explained;
        this.chosen = explained.decision().model();
        this.incumbent = explained.name(explained.explanation().incumbent());
    }

    /** Prints the decision, the forecasts, the gate and the evidence. */
    public static void print(Console console, Explained explained) {
        new ExplainedText(console, explained).print();
    }

    private void print() {
        var decision = explained.decision();
        String who = decision.strategy() + ": ";
        String reason = decision.reason();
        line(console.style().bold(decision.model()) + " by " + (reason.startsWith(who) ? "" : who) + reason);
        console.out().println();
        candidates();
        console.out().println();
        gate();
        console.out().println();
        evidence();
    }

    private void candidates() {
        var table = new Table(
                Column.flexible("model", NARROWEST_NAME),
                Column.right("quality"),
                Column.right("cost"),
                Column.right("utility"),
                Column.flexible("", NARROWEST_TEXT));
        explained.decision().candidates().stream()
                .sorted(Comparator.comparingDouble(this::rank))
                .forEach(candidate -> table.row(cells(candidate)));
        table.print(console);
    }

    /** By falling utility, those that could not be chosen last. */
    private double rank(Considered candidate) {
        return explained
                .forecast(candidate.model())
                .map(forecast -> -utility(candidate, forecast))
                .orElse(Double.MAX_VALUE);
    }

    private Cell[] cells(Considered candidate) {
        String name = candidate.model();
        Cell shown = name.equals(chosen) ? Cell.bold(name) : Cell.of(name);
        return explained
                .forecast(name)
                .map(forecast -> new Cell[] {
                    shown,
                    Cell.of(number("%.3f", forecast.quality())),
                    Cell.of(Double.isNaN(forecast.cost()) ? "unknown" : number("$%.3g", forecast.cost())),
                    Cell.of(number("%.3f", utility(candidate, forecast))),
                    Cell.dim(remark(name))
                })
                .orElseGet(() -> new Cell[] {
                    shown, Cell.of(""), Cell.of(""), Cell.of(""), Cell.dim("excluded: " + candidate.excluded())
                });
    }

    private static double utility(Considered candidate, ModelForecast forecast) {
        Double score = candidate.score();
        return score == null ? forecast.utility() : score;
    }

    private String remark(String name) {
        if (name.equals(chosen)) {
            return name.equals(incumbent) ? "chosen, the best on average" : "chosen";
        }
        return name.equals(incumbent) ? "the best on average" : "";
    }

    private void gate() {
        double gain = explained.explanation().gain();
        double gate = explained.policy().gate();
        String best = explained.name(explained.explanation().forecasts().get(0).model());
        String said;
        if (best.equals(incumbent)) {
            said = incumbent + ", the best on average, is expected to be the best here too.";
        } else {
            String gained = best + " is expected to gain " + number("%.3f", gain) + " over " + incumbent
                    + ", the best on average: ";
            said = gained
                    + (gain > gate
                            ? "more than the gate of " + number("%.2f", gate) + "."
                            : "no more than the gate of " + number("%.2f", gate) + ", within which the best on"
                                    + " average stays.");
        }
        wrapped(said);
        double lambda = explained.policy().lambda();
        wrapped(
                lambda == 0
                        ? "Utility is quality alone: lambda, the weight of costs, is 0."
                        : number(
                                        "Utility is quality less %.4g times the cost",
                                        lambda / explained.policy().referenceCost())
                                + number(" in USD (lambda %.4g).", lambda));
        if (explained.isMovedByFeedback()) {
            wrapped("Utility and choice include what scores of answers have taught since it was trained.");
        }
    }

    private void evidence() {
        Evidence evidence = explained.explanation().evidence();
        if (evidence instanceof Evidence.Neighbours rows) {
            neighbours(rows.nearest());
        } else if (evidence instanceof Evidence.Cluster cluster) {
            cluster(cluster);
        } else if (evidence instanceof Evidence.Words words) {
            words(words);
        }
        console.out().println();
    }

    private void neighbours(List<Evidence.Neighbour> nearest) {
        if (nearest.isEmpty()) {
            wrapped("No training query is like this one: the models' means decide.");
            return;
        }
        List<String> shown = shownModels();
        var columns = new ArrayList<Column>();
        columns.add(Column.flexible("nearest training queries", NARROWEST_TEXT));
        columns.add(Column.right("alike"));
        shown.forEach(model -> columns.add(new Column(explained.name(model), true, NARROWEST_NAME)));
        var table = new Table(columns.toArray(Column[]::new));
        for (Evidence.Neighbour row : nearest) {
            var cells = new ArrayList<Cell>();
            cells.add(Cell.of(Texts.oneLine(row.text().isEmpty() ? row.id() : row.text())));
            cells.add(Cell.of(number("%.2f", row.similarity())));
            for (String model : shown) {
                Double score = row.scores().get(model);
                cells.add(Cell.of(score == null ? "-" : score(score)));
            }
            table.row(cells.toArray(Cell[]::new));
        }
        table.print(console);
    }

    /** The models whose scores there is room for: the chosen one, the best on average, and the next by utility. */
    private List<String> shownModels() {
        int room = console.width() < NARROW ? 2 : 4;
        var shown = new ArrayList<String>();
        shown.add(explained.explanation().chosen());
        shown.add(explained.explanation().incumbent());
        explained.explanation().forecasts().forEach(forecast -> shown.add(forecast.model()));
        return shown.stream().distinct().limit(room).toList();
    }

    private void cluster(Evidence.Cluster cluster) {
        String size = cluster.rows() == 0 ? "" : ", of " + cluster.rows() + " training queries";
        wrapped("It is of cluster " + cluster.number() + size
                + (cluster.examples().isEmpty() ? "." : ", the most typical of them:"));
        cluster.examples()
                .forEach(example ->
                        line("  " + Texts.cut(Texts.oneLine(example), console.width() - 2, console.style())));
    }

    private void words(Evidence.Words words) {
        String rival = explained.name(words.rival());
        if (words.words().isEmpty()) {
            wrapped("No single word of the query moves the choice.");
            return;
        }
        var table = new Table(
                Column.flexible("words that move it most", NARROWEST_TEXT),
                Column.right("push"),
                Column.flexible("", NARROWEST_TEXT));
        for (Evidence.Word word : words.words()) {
            table.row(
                    Cell.of(Texts.oneLine(word.text())),
                    Cell.of(number("%+.3f", word.push())),
                    Cell.dim("towards "
                            + (word.push() > 0
                                    ? explained.name(explained.explanation().chosen())
                                    : rival)));
        }
        table.print(console);
        wrapped("Push: how far the word moves the predicted quality of "
                + explained.name(explained.explanation().chosen()) + " over that of " + rival + ".");
    }

    private static String score(double score) {
        return score == Math.rint(score) ? number("%.0f", score) : number("%.2f", score);
    }

    private void wrapped(String text) {
        Texts.wrap(text, console.width()).forEach(this::line);
    }

    private void line(String text) {
        console.out().println(text);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
