package io.llmrouter.cli;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.learn.CascadeText;
import io.llmrouter.cli.learn.EvaluationJson;
import io.llmrouter.cli.learn.EvaluationText;
import io.llmrouter.cli.learn.PredictionsFile;
import io.llmrouter.cli.learn.ReportFile;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.cascade.CascadeEvaluation;
import io.llmrouter.learned.cascade.TrainedCascade;
import io.llmrouter.learned.data.Leakage;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.Evaluator;
import io.llmrouter.learned.evaluate.HtmlReport;
import io.llmrouter.learned.evaluate.Timing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Judge a trained router on a table of scores, against the best single model, the zero router and the oracle.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter evaluate --model router.llmr --data scores.jsonl",
            "  llmrouter evaluate --model router.llmr --data scores.jsonl --predictions out.jsonl --report report"
        })
final class EvaluateCommand implements Callable<Integer> {
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

    @Option(
            names = "--split",
            paramLabel = "train|test|all",
            description = "The rows to judge by. Default: test, or all where the table has no test rows.")
    private TableOption.@Nullable Rows split;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write JSON Lines of {\"id\", \"pred\": {model: quality}, \"cost\": {model: usd}}.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "FOLDER", description = "Write a page with plots into this folder.")
    private @Nullable Path report;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "42",
            description = "The seed of the bootstrap. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = root.console();
        if (!table.isGiven()) {
            throw new ParameterException(spec.commandLine(), "Expected --data: a table of scores");
        }
        Optional<TrainedCascade> cascade = model.cascade(console.folder());
        if (cascade.isPresent()) {
            return evaluate(console, cascade.get());
        }
        try (TrainedRouter router = model.load(console)) {
            return evaluate(console, router);
        }
    }

    private int evaluate(Console console, TrainedRouter router) {
        RoutingTable whole = table.read(console.folder(), router.needsVectors());
        RoutingTable rows = TableOption.rows(whole, split);
        Evaluation evaluation = Evaluator.evaluate(router, rows, seed);
        if (json) {
            console.out().println(Json.text(EvaluationJson.of(evaluation)));
        } else {
            console.out().println(console.style().bold(router.learner()) + " " + model.file());
            console.out().println();
            EvaluationText.print(console, evaluation);
        }
        tellLeaks(console, whole);
        if (!rows.unpricedModels().isEmpty()) {
            console.err().println("note: AIQ and savings are left out: no cost is known of " + rows.unpricedModels());
        }
        if (predictions != null) {
            PredictionsFile.write(router, rows, console.folder().resolve(predictions));
            console.err().println("Predictions of " + rows.size() + " rows in " + predictions);
        }
        if (report != null) {
            String page = HtmlReport.of(evaluation, Timing.of(router, rows));
            console.err()
                    .println("Report in " + ReportFile.write(console.folder().resolve(report), page));
        }
        return ExitCodes.OK;
    }

    private int evaluate(Console console, TrainedCascade cascade) {
        if (predictions != null || report != null) {
            throw new ParameterException(
                    spec.commandLine(), "A cascade predicts nothing beforehand: leave --predictions and --report out");
        }
        CascadeEvaluation evaluation = cascade.evaluate(TableOption.rows(table.read(console.folder()), split));
        if (json) {
            console.out().println(Json.text(CascadeText.json(cascade, evaluation)));
        } else {
            console.out().println(console.style().bold(TrainedCascade.NAME) + " " + model.file());
            console.out().println();
            CascadeText.print(console, cascade, evaluation);
        }
        return ExitCodes.OK;
    }

    private static void tellLeaks(Console console, RoutingTable whole) {
        int leaks = Leakage.of(whole.rows(Split.TRAIN), whole.rows(Split.TEST))
                .ids()
                .size();
        if (leaks > 0) {
            console.err()
                    .println("note: " + leaks
                            + " training rows of the table have the text of a test query; a router that"
                            + " learned from them is judged too well. llmrouter train leaves them out.");
        }
    }
}
