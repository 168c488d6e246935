package io.llmrouter.cli;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.policy.Outcome;
import io.llmrouter.learned.policy.Tradeoff;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmrouter calibrate}. */
@Command(
        name = "calibrate",
        description = {
            "Turn what you want into a trained router's weight of costs, and say what it comes to.",
            "",
            "The figures are those of the router's own validation, or of --data. Without a knob, show what there is to"
                    + " choose from.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter calibrate --model router.llmr",
            "  llmrouter calibrate --model router.llmr --min-quality-vs-best 0.95 --save cheap.llmr"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int SHOWN = 12;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final LearnedModelOption model = new LearnedModelOption();

    @Mixin
    private final TableOption table = new TableOption();

    @ArgGroup
    private @Nullable Knob knob;

    @Option(
            names = {"-s", "--save"},
            paramLabel = "FILE",
            description = "Where to save the router with that weight.")
    private @Nullable Path save;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** What is wanted. */
    static final class Knob {
        @Option(
                names = {"--min-quality-vs-best", "--min_quality_vs_best"},
                paramLabel = "SHARE",
                description = "The cheapest that keeps this share of the best single model's quality, such as 0.95.")
        private @Nullable Double quality;

        @Option(
                names = {"--max-cost-per-query", "--max_cost_per_query"},
                paramLabel = "USD",
                description = "The best whose mean cost is at most this.")
        private @Nullable Double cost;

        @Option(
                names = {"--target-strong-share", "--target_strong_share"},
                paramLabel = "SHARE",
                description = "The share of calls to the best single model, such as 0.3.")
        private @Nullable Double share;

        Outcome of(Tradeoff tradeoff) {
            if (quality != null) {
                return tradeoff.minQualityVsBest(quality);
            }
            return cost != null
                    ? tradeoff.maxCostPerQuery(cost)
                    : tradeoff.targetStrongShare(share == null ? 1 : share);
        }

        boolean isUsable() {
            return isShare(quality, 2) && isShare(share, 1) && (cost == null || cost >= 0);
        }

        private static boolean isShare(@Nullable Double value, double most) {
            return value == null || (value >= 0 && value <= most);
        }
    }

    @Override
    public Integer call() {
        Console console = root.console();
        if (knob != null && !knob.isUsable()) {
            throw misuse("Expected a share from 0 to 1, or a cost of at least 0");
        }
        if (knob == null && save != null) {
            throw misuse("--save: expected a knob with it, such as --min-quality-vs-best 0.95");
        }
        TrainedRouter router = model.loadWithoutEncoder(console);
        Tradeoff tradeoff = table.isGiven() ? judged(console) : router.tradeoff();
        if (tradeoff.outcomes().size() < 2) {
            console.err()
                    .println(
                            "error: The router knows no costs: train it with a table that has them, or with --prices.");
            return ExitCodes.FAILED;
        }
        if (knob == null) {
            show(console, tradeoff);
        } else {
            settle(console, router, knob.of(tradeoff), tradeoff);
        }
        return ExitCodes.OK;
    }

    private Tradeoff judged(Console console) {
        try (TrainedRouter router = model.load(console)) {
            RoutingTable rows = TableOption.rows(table.read(console.folder(), router.needsVectors()), null);
            return Tradeoff.of(router.predictions(rows), router.policy());
        }
    }

    private void show(Console console, Tradeoff tradeoff) {
        var rows = Json.mapper().createArrayNode();
        var shown = new Table(
                Column.right("lambda"),
                Column.right("quality"),
                Column.right("cost of a query"),
                Column.right("strong"));
        int step = Math.max(1, tradeoff.outcomes().size() / SHOWN);
        for (int i = 0; i < tradeoff.outcomes().size(); i += step) {
            Outcome outcome = tradeoff.outcomes().get(i);
            rows.add(json(outcome));
            shown.row(
                    Cell.of(number("%.4g", outcome.lambda())),
                    Cell.of(number("%.4f", outcome.quality())),
                    Cell.of(number("$%.3g", outcome.cost())),
                    Cell.of(number("%.1f %%", 100 * outcome.strongShare())));
        }
        if (json) {
            console.out().println(Json.text(rows));
        } else {
            shown.print(console);
            console.out().println();
            console.out().println("The best single model: " + number("%.4f", tradeoff.bestQuality()));
        }
    }

    private void settle(Console console, TrainedRouter router, Outcome reached, Tradeoff tradeoff) {
        if (save != null) {
            router.withPolicy(router.policy().withLambda(reached.lambda()))
                    .save(console.folder().resolve(save));
        }
        if (json) {
            console.out().println(Json.text(json(reached)));
            return;
        }
        console.out()
                .println("lambda " + number("%.4g", reached.lambda()) + ": quality " + number("%.4f", reached.quality())
                        + " (" + number("%.1f %%", 100 * reached.quality() / tradeoff.bestQuality())
                        + " of the best single model), cost of a query " + number("$%.3g", reached.cost())
                        + ", calls to the best single model " + number("%.1f %%", 100 * reached.strongShare()));
        console.out().println(save == null ? "Not saved: add --save FILE" : "Saved in " + save);
    }

    private static ObjectNode json(Outcome outcome) {
        return Json.object()
                .put("lambda", outcome.lambda())
                .put("quality", outcome.quality())
                .put("cost_usd", outcome.cost())
                .put("strong_share", outcome.strongShare());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
