package io.llmrouter.cli;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.cli.infer.Asker;
import io.llmrouter.cli.infer.InferBatch;
import io.llmrouter.cli.infer.Inference;
import io.llmrouter.cli.infer.Queries;
import io.llmrouter.cli.infer.Query;
import io.llmrouter.cli.infer.Results;
import io.llmrouter.cli.learn.ExplainedJson;
import io.llmrouter.cli.learn.Explanations;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmrouter infer}. */
@Command(
        name = "infer",
        description = {
            "Ask the model that the router chooses, and print the answer as JSON.",
            "",
            "Without --query and --input, the query is what is piped in. Of an --input file, .json is a list of texts or of"
                    + " objects with \"query\", .jsonl has one of these a line, and any other file one query a line. One"
                    + " result is printed as an object, several as a list. The result of a line has the number of its query"
                    + " as \"index\", and its \"id\" if the input gives one.",
            "",
            "Ctrl-C stops, and keeps what was answered. With --resume, the same command goes on later.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every query was answered.",
            "1:At least one was not: its result says success false and why.",
            ExitCodes.HELP_MISUSE,
            "130:It was stopped by Ctrl-C; what was answered is in the output."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter infer -q \"Explain CRDTs in one sentence.\"",
            "  llmrouter infer -q \"Hello\" --stream",
            "  llmrouter infer --input questions.jsonl --output answers.jsonl --concurrency 8",
            "  llmrouter infer --input questions.jsonl --output answers.jsonl --resume --retry-failed",
            "  git diff | llmrouter infer --system \"Write a commit message for this diff.\" --router cost"
        })
final class InferCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final StrategyOption strategy = new StrategyOption();

    @Option(
            names = {"-q", "--query"},
            paramLabel = "TEXT",
            description = "The query.")
    private @Nullable String query;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "A file of queries; - for the standard input, one query a line.")
    private @Nullable Path input;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model to ask, past the strategy.")
    private @Nullable String model;

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions to the model.")
    private @Nullable String system;

    @Mixin
    private final TemperatureOption temperature = new TemperatureOption();

    @Option(
            names = "--max-tokens",
            paramLabel = "NUMBER",
            defaultValue = "1024",
            description = "The most tokens of an answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(
            names = "--explain",
            description = "Explain each decision of a learned router in the results of --input too; that of a single"
                    + " query is always explained.")
    private boolean explain;

    @Option(names = "--route-only", description = "Decide, and call no model.")
    private boolean routeOnly;

    @Option(
            names = "--stream",
            description = "Print the text of the answer as it comes, and JSON only to a file named by --output.")
    private boolean stream;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the results; else the standard output.")
    private @Nullable Path output;

    @Option(
            names = "--output-format",
            paramLabel = "json|jsonl",
            description =
                    "json with indents, or jsonl: one result a line. Default: jsonl if the name of --output ends so,"
                            + " else json.")
    private Results.@Nullable Format format;

    @Option(
            names = {"-n", "--concurrency"},
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "The queries of --input that are asked at a time, 1 to 256; results keep the order of the input."
                            + " Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--resume",
            description =
                    "Go on where an earlier run stopped: queries that have a result in --output are not asked again.")
    private boolean resume;

    @Option(
            names = "--retry-failed",
            description = "With --resume, ask those again whose result is an error; the new results stand at the end.")
    private boolean retryFailed;

    @Override
    public Integer call() throws IOException {
        check();
        Console console = root.console();
        RouterConfig read = strategy.applyTo(config.read(console), console);
        try (Router router = LlmRouter.of(read)) {
            long total = countQueries();
            var asker = new Asker(router, this::request, mode(), console, root.verbose(), explainer(read, router));
            try (Queries queries = queries(console)) {
                if (input == null) {
                    return answerOne(asker, queries.next().orElseThrow());
                }
                return new InferBatch(asker, concurrency, console, input.toString())
                        .run(queries, total, target(), retryFailed);
            }
        }
    }

    /** Explains each decision where somebody is to read it: of one query, or of all if wanted. */
    private BiConsumer<RoutingDecision, ObjectNode> explainer(RouterConfig read, Router router) {
        Optional<Explanations> explanations =
                input == null || explain ? Explanations.of(read.routing(), router.models()) : Optional.empty();
        return (decision, result) -> explanations
                .flatMap(known -> known.of(result.path("query").asString(), decision))
                .ifPresent(why -> result.set("explanation", ExplainedJson.of(why)));
    }

    /** What to write to, and how. */
    private InferBatch.Target target() {
        boolean shown = !stream || output != null;
        return new InferBatch.Target(output == null ? null : outputFile(output), format(), shown, resume);
    }

    private int answerOne(Asker asker, Query single) throws IOException {
        ObjectNode result = asker.result(single);
        boolean success = result.path(Inference.SUCCESS).booleanValue();
        if (output != null) {
            try (Writer out = InferBatch.open(outputFile(output), false);
                    Results results = new Results(out, format(), false)) {
                results.write(result);
            }
            root.console().err().println("1 result in " + output + ", " + (success ? 0 : 1) + " failed");
        } else if (!stream) {
            try (Results results = new Results(root.console().out(), format(), false)) {
                results.write(result);
            }
        }
        return success ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private Results.Format format() {
        if (format != null) {
            return format;
        }
        boolean lines =
                output != null && output.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl");
        return lines ? Results.Format.JSONL : Results.Format.JSON;
    }

    private Asker.Mode mode() {
        if (routeOnly) {
            return Asker.Mode.ROUTE;
        }
        return stream ? Asker.Mode.STREAM : Asker.Mode.CHAT;
    }

    private void check() {
        strategy.check();
        if (query != null && input != null) {
            throw misuse("--query and --input cannot both be given");
        }
        if (query != null && query.isBlank()) {
            throw misuse("--query: expected a text, found a blank one");
        }
        if (query == null && input == null && root.console().inputIsTerminal()) {
            throw misuse("There is nothing to ask: expected --query, --input or piped text");
        }
        if (stream && routeOnly) {
            throw misuse("--stream and --route-only cannot both be given");
        }
        if (maxTokens < 1) {
            throw misuse("--max-tokens: expected at least 1, found " + maxTokens);
        }
        if (output != null && output.equals(input)) {
            throw misuse("--output: expected another file than --input");
        }
        if (output != null) {
            outputFile(output);
        }
        temperature.number();
        checkBatch();
    }

    private void checkBatch() {
        if (concurrency < 1 || concurrency > 256) {
            throw misuse("--concurrency: expected 1 to 256, found " + concurrency);
        }
        if (stream && concurrency > 1) {
            throw misuse("--stream shows one answer at a time: expected no --concurrency with it");
        }
        if (resume && (input == null || output == null || format() != Results.Format.JSONL)) {
            throw misuse("--resume needs --input, and an --output of the format jsonl, such as answers.jsonl");
        }
        if (retryFailed && !resume) {
            throw misuse("--retry-failed belongs to --resume");
        }
    }

    /**
     * Reads a file of queries to its end before the first call costs money, and counts them; -1 for what can be read only
     * once, which is not checked.
     */
    private long countQueries() {
        if (input == null || !Files.isRegularFile(root.console().folder().resolve(input))) {
            return -1;
        }
        try (Queries queries = queries(root.console())) {
            long count = 0;
            while (queries.next().isPresent()) {
                count++;
            }
            return count;
        }
    }

    private Queries queries(Console console) {
        if (query != null) {
            return Queries.of(query);
        }
        if (input == null) {
            return Queries.ofWhole(console.in());
        }
        return input.equals(STANDARD_INPUT)
                ? Queries.ofLines(console.in())
                : Queries.ofFile(console.folder().resolve(input));
    }

    private Path outputFile(Path name) {
        Path file = root.console().folder().resolve(name).toAbsolutePath();
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw misuse("--output: expected a file in a folder that exists, found " + name);
        }
        if (Files.isDirectory(file) || (Files.exists(file) && !Files.isWritable(file))) {
            throw misuse("--output: expected a file that can be written, found " + name);
        }
        return file;
    }

    private ChatRequest request(String text) {
        ChatRequest.Builder request = ChatRequest.builder();
        if (system != null) {
            request.system(system);
        }
        return request.user(text)
                .model(model)
                .temperature(temperature.number())
                .maxTokens(maxTokens)
                .build();
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
