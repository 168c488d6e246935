package io.llmrouter.cli;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.learn.EvaluationJson;
import io.llmrouter.cli.learn.EvaluationText;
import io.llmrouter.cli.learn.ReportFile;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.evaluate.Evaluation;
import io.llmrouter.learned.evaluate.Evaluator;
import io.llmrouter.learned.evaluate.HtmlComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter compare}. */
@Command(
        name = "compare",
        description = {"Judge several trained routers on the same rows, in one table and one plot.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExample:%n",
        footer = "  llmrouter compare knn.llmr logistic.llmr --data scores.jsonl --report report")
final class CompareCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Trained routers, as llmrouter train saves them.")
    private List<Path> models = List.of();

    @Mixin
    private final TableOption table = new TableOption();

    @Mixin
    private final EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--split",
            paramLabel = "train|test|all",
            description = "The rows to judge by. Default: test, or all where the table has no test rows.")
    private TableOption.@Nullable Rows split;

    @Option(names = "--report", paramLabel = "FOLDER", description = "Write a page with a plot into this folder.")
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
        List<String> names = models.stream().map(Path::toString).toList();
        var evaluations = new ArrayList<Evaluation>();
        for (Path model : models) {
            try (TrainedRouter router =
                    TrainedRouter.load(console.folder().resolve(model), encoder.encoders(console), encoder.instead())) {
                RoutingTable rows = TableOption.rows(table.read(console.folder(), router.needsVectors()), split);
                evaluations.add(Evaluator.evaluate(router, rows, seed));
            }
        }
        if (json) {
            var array = Json.mapper().createArrayNode();
            for (int i = 0; i < names.size(); i++) {
                var node = Json.object().put("model", names.get(i));
                node.setAll(EvaluationJson.of(evaluations.get(i)));
                array.add(node);
            }
            console.out().println(Json.text(array));
        } else {
            EvaluationText.compare(console, names, evaluations);
        }
        if (report != null) {
            String page = HtmlComparison.of(names, evaluations);
            console.err()
                    .println("Report in " + ReportFile.write(console.folder().resolve(report), page));
        }
        return ExitCodes.OK;
    }
}
