package io.llmrouter.cli;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.cli.infer.Asker;
import io.llmrouter.cli.infer.Queries;
import io.llmrouter.cli.infer.Results;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code llmrouter infer}. */
@Command(
        name = "infer",
        description = {
            "Ask the model that the router chooses, and print the answer as JSON.",
            "",
            "Without --query and --input, the query is what is piped in. Of an --input file, .json is a list of texts or of"
                    + " objects with \"query\", .jsonl has one of these a line, and any other file one query a line. One"
                    + " result is printed as an object, several as a list.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every query was answered.",
            "1:At least one was not: its result says success false and why.",
            ExitCodes.HELP_MISUSE
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter infer -q \"Explain CRDTs in one sentence.\"",
            "  llmrouter infer -q \"Hello\" --stream",
            "  llmrouter infer --input questions.jsonl --output answers.jsonl --output-format jsonl",
            "  git diff | llmrouter infer --system \"Write a commit message for this diff.\" --router cost"
        })
final class InferCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String NO_TEMPERATURE = "none";

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

    @Option(
            names = "--temp",
            paramLabel = "NUMBER",
            defaultValue = "0.8",
            description = "The temperature; none leaves it to the model. Default: ${DEFAULT-VALUE}.")
    private String temperature = "";

    @Option(
            names = "--max-tokens",
            paramLabel = "NUMBER",
            defaultValue = "1024",
            description = "The most tokens of an answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

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
            defaultValue = "json",
            description = "json with indents, or jsonl: one result a line. Default: ${DEFAULT-VALUE}.")
    private Results.Format format = Results.Format.JSON;

    @Override
    public Integer call() throws IOException {
        check();
        Console console = root.console();
        try (Router router = LlmRouter.of(strategy.applyTo(config.read(console), console))) {
            checkAllQueries();
            try (Queries queries = queries(console)) {
                return answerAll(new Asker(router, this::request, mode(), console, root.verbose()), queries);
            }
        }
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
        temperature();
    }

    private @Nullable Double temperature() {
        if (temperature.equals(NO_TEMPERATURE)) {
            return null;
        }
        try {
            double number = Double.parseDouble(temperature);
            if (number >= 0 && number <= 2) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw misuse("--temp: expected a number from 0 to 2, or none, found '" + temperature + "'");
        }
        throw misuse("--temp: expected a number from 0 to 2, or none, found " + temperature);
    }

    /** Reads a file of queries to its end before the first call costs money. What can be read only once is not checked. */
    private void checkAllQueries() {
        if (input == null || !Files.isRegularFile(root.console().folder().resolve(input))) {
            return;
        }
        try (Queries queries = queries(root.console())) {
            Optional<String> next = queries.next();
            while (next.isPresent()) {
                next = queries.next();
            }
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

    private int answerAll(Asker asker, Queries queries) throws IOException {
        if (output == null) {
            return answerAll(asker, queries, root.console().out());
        }
        Path file = root.console().folder().resolve(output).toAbsolutePath();
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw misuse("--output: expected a file in a folder that exists, found " + output);
        }
        try (Writer out = open(file)) {
            return answerAll(asker, queries, out);
        }
    }

    private Writer open(Path file) {
        try {
            return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw misuse("--output: expected a file that can be written, found " + output);
        }
    }

    private int answerAll(Asker asker, Queries queries, Writer out) {
        Optional<String> current = queries.next();
        if (current.isEmpty()) {
            throw new InvalidRequestException(ErrorFacts.because(input + ": expected at least one query, found none")
                    .build());
        }
        Optional<String> following = queries.next();
        int asked = 0;
        int failed = 0;
        try (Results results = new Results(out, format, following.isPresent() && (!stream || output != null))) {
            while (current.isPresent()) {
                ObjectNode result = asker.result(current.get());
                asked++;
                failed += result.path("success").booleanValue() ? 0 : 1;
                if (!stream || output != null) {
                    results.write(result);
                }
                current = following;
                following = current.isPresent() ? queries.next() : current;
            }
        }
        if (output != null) {
            root.console()
                    .err()
                    .println(
                            asked + (asked == 1 ? " result in " : " results in ") + output + ", " + failed + " failed");
        }
        return failed == 0 ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private ChatRequest request(String text) {
        ChatRequest.Builder request = ChatRequest.builder();
        if (system != null) {
            request.system(system);
        }
        return request.user(text)
                .model(model)
                .temperature(temperature())
                .maxTokens(maxTokens)
                .build();
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
