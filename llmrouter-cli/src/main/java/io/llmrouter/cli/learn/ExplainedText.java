package io.llmrouter.cli.learn;

import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.cli.terminal.Texts;
import io.llmrouter.learned.Evidence;
import io.llmrouter.learned.ModelForecast;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints why a learned router chose as it did. Not safe for concurrent use. */
public final class ExplainedText {
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
                Column.left(nearest().isEmpty() ? "" : "nearest"),
                Column.flexible("", NARROWEST_NAME));
        explained.decision().candidates().stream()
                .sorted(Comparator.comparingDouble(this::rank))
                .forEach(candidate -> explained
                        .forecast(candidate.model())
                        .ifPresent(forecast -> table.row(cells(candidate, forecast))));
        table.print(console);
        for (Considered candidate : explained.decision().candidates()) {
            if (candidate.excluded() != null) {
                wrapped("Excluded: " + candidate.model() + ", " + candidate.excluded());
            }
        }
    }

    /** By falling utility, those that could not be chosen last. */
    private double rank(Considered candidate) {
        return explained
                .forecast(candidate.model())
                .map(forecast -> -utility(candidate, forecast))
                .orElse(Double.MAX_VALUE);
    }

    private Cell[] cells(Considered candidate, ModelForecast forecast) {
        String name = candidate.model();
        return new Cell[] {
            name.equals(chosen) ? Cell.bold(name) : Cell.of(name),
            Cell.of(number("%.3f", forecast.quality())),
            Cell.of(Double.isNaN(forecast.cost()) ? "unknown" : number("$%.3g", forecast.cost())),
            Cell.of(number("%.3f", utility(candidate, forecast))),
            Cell.of(onNearest(forecast.model())),
            Cell.dim(remark(name))
        };
    }

    private List<Evidence.Neighbour> nearest() {
        return explained.explanation().evidence() instanceof Evidence.Neighbours rows ? rows.nearest() : List.of();
    }

    /** The scores of a model on the nearest queries, in their order. */
    private String onNearest(String trained) {
        return nearest().stream()
                .map(row -> row.scores().get(trained))
                .map(score -> score == null ? "-" : score(score))
                .collect(Collectors.joining(" "));
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
                            ? "more than the gate of " + number("%.3f", gate) + "."
                            : "no more than the gate of " + number("%.3f", gate) + ", within which the best on"
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
        var table = new Table(
                Column.right(""), Column.flexible("nearest training queries", NARROWEST_TEXT), Column.right("alike"));
        for (int i = 0; i < nearest.size(); i++) {
            Evidence.Neighbour row = nearest.get(i);
            table.row(
                    Cell.of(String.valueOf(i + 1)),
                    Cell.of(Texts.oneLine(row.text().isEmpty() ? row.id() : row.text())),
                    Cell.of(number("%.2f", row.similarity())));
        }
        table.print(console);
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
