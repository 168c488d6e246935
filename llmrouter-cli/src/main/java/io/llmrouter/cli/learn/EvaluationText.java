package io.llmrouter.cli.learn;

import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.Interval;
import java.util.List;
import java.util.Locale;

/** Prints evaluations as tables. Stateless. */
public final class EvaluationText {
    private EvaluationText() {}

    /** Prints all figures of one evaluation and the verdict. */
    public static void print(Console console, Evaluation evaluation) {
        var table = new Table(
                Column.left(evaluation.rows() + " rows"),
                Column.right("value"),
                Column.left("95 % interval"),
                Column.flexible("", 20));
        row(table, "accuracy", evaluation.accuracy(), "standard error " + number(evaluation.accuracyError()));
        row(
                table,
                "gain over the best single model",
                evaluation.gain(),
                "standard error " + number(evaluation.gainError()) + ", paired");
        row(table, "best single model", evaluation.bestSingleQuality(), evaluation.bestSingle());
        row(table, "a model at random", evaluation.random(), "");
        row(table, "oracle", evaluation.oracle(), "");
        evaluation.moneyIfKnown().ifPresent(money -> {
            row(table, "AIQ", money.aiq(), "");
            row(table, "AIQ of the zero router", money.zeroAiq(), "");
            row(table, "AIQ of the oracle", money.oracleAiq(), "");
            row(table, "cost saved at 100 %", saved(money.saved100()), "of the best single model's quality");
            row(table, "cost saved at 95 %", saved(money.saved95()), "");
            row(table, "cost of a query", usd(money.cost()), "at lambda 0");
            if (money.lambda() > 0) {
                String at = String.format(Locale.ROOT, "at its lambda of %.4g", money.lambda());
                row(table, "accuracy as saved", money.own().quality(), at);
                row(table, "cost of a query as saved", usd(money.own().cost()), at);
            }
        });
        evaluation.twoModelsIfAny().ifPresent(two -> {
            row(table, "APGR", two.apgr(), "");
            row(table, "CPT(50)", percent(two.cpt50()), "of calls to the strong model");
            row(table, "CPT(80)", percent(two.cpt80()), "");
        });
        row(table, "Brier score", evaluation.reliability().brier(), "");
        row(table, "calibration error (ECE)", evaluation.reliability().ece(), "");
        table.print(console);
        console.out().println();
        console.out().println(console.style().bold(evaluation.verdict()));
    }

    /** Prints a line for each of several evaluations, with their baselines below. */
    public static void compare(Console console, List<String> names, List<Evaluation> evaluations) {
        var table = new Table(
                Column.flexible("model", 12),
                Column.left("learner"),
                Column.right("accuracy"),
                Column.right("gain"),
                Column.right("±"),
                Column.right("AIQ"),
                Column.right("saved 100 %"),
                Column.right("saved 95 %"),
                Column.right("as saved"),
                Column.right("at"),
                Column.right("APGR"),
                Column.right("ECE"));
        for (int i = 0; i < evaluations.size(); i++) {
            Evaluation one = evaluations.get(i);
            table.row(
                    one.isGood() ? Cell.bold(names.get(i)) : Cell.of(names.get(i)),
                    Cell.of(one.learner()),
                    Cell.of(number(one.accuracy().value())),
                    Cell.of(String.format(Locale.ROOT, "%+.4f", one.gain().value())),
                    Cell.of(number(one.gainError())),
                    Cell.of(one.moneyIfKnown()
                            .map(money -> number(money.aiq().value()))
                            .orElse("-")),
                    Cell.of(one.moneyIfKnown()
                            .map(money -> saved(money.saved100()))
                            .orElse("-")),
                    Cell.of(one.moneyIfKnown()
                            .map(money -> saved(money.saved95()))
                            .orElse("-")),
                    Cell.of(one.moneyIfKnown()
                            .map(money -> number(money.own().quality()))
                            .orElse("-")),
                    Cell.of(one.moneyIfKnown()
                            .map(money -> usd(money.own().cost()))
                            .orElse("-")),
                    Cell.of(one.twoModelsIfAny().map(two -> number(two.apgr())).orElse("-")),
                    Cell.of(number(one.reliability().ece())));
        }
        table.print(console);
        console.out().println();
        Evaluation first = evaluations.get(0);
        console.out()
                .println("Best single model " + first.bestSingle() + " " + number(first.bestSingleQuality())
                        + ", a model at random " + number(first.random()) + ", oracle " + number(first.oracle())
                        + first.moneyIfKnown()
                                .map(money -> ", AIQ of the zero router " + number(money.zeroAiq()))
                                .orElse("")
                        + "; " + first.rows() + " rows.");
    }

    private static void row(Table table, String name, Interval value, String remark) {
        table.row(
                Cell.of(name),
                Cell.bold(number(value.value())),
                Cell.of(number(value.low()) + " to " + number(value.high())),
                Cell.dim(remark));
    }

    private static void row(Table table, String name, double value, String remark) {
        row(table, name, number(value), remark);
    }

    private static void row(Table table, String name, String value, String remark) {
        table.row(Cell.of(name), Cell.of(value), Cell.of(""), Cell.dim(remark));
    }

    private static String saved(double share) {
        if (Double.isNaN(share)) {
            return "unknown";
        }
        return share <= -1 ? "not reached" : percent(share);
    }

    private static String usd(double amount) {
        return Double.isNaN(amount) ? "unknown" : String.format(Locale.ROOT, "$%.3g", amount);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.4f", value);
    }
}
