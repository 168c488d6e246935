package io.llmrouter.cli;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.cli.infer.Queries;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.json.RoutingJson;
import io.llmrouter.cli.learn.Explained;
import io.llmrouter.cli.learn.ExplainedJson;
import io.llmrouter.cli.learn.ExplainedText;
import io.llmrouter.cli.learn.Explanations;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.DecisionText;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmrouter route}. */
@Command(
        name = "route",
        description = {
            "Show which model would answer a query, and why: candidates, scores, exclusions, fallbacks.",
            "",
            "No model is called, except by the strategy llm, which asks its routing model. Without --query, the query is"
                    + " what is piped in.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter route -q \"Write a quicksort in Java\"",
            "  llmrouter route -q \"Hello\" --router cost --json"
        })
final class RouteCommand implements Callable<Integer> {
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

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        strategy.check();
        Console console = root.console();
        if (query == null && console.inputIsTerminal()) {
            throw new ParameterException(
                    spec.commandLine(), "There is nothing to route: expected --query or piped text");
        }
        RouterConfig read = strategy.applyTo(config.read(console), console);
        try (Router router = LlmRouter.of(read);
                Queries queries = query != null ? Queries.of(query) : Queries.ofWhole(console.in())) {
            String text = queries.next().orElseThrow().text();
            RoutingDecision decision = router.route(ChatRequest.of(text));
            Optional<Explained> explained = Explanations.of(read.routing(), router.models())
                    .flatMap(explanations -> explanations.of(text, decision));
            if (json) {
                ObjectNode node = json(text, decision);
                explained.ifPresent(why -> node.set("explanation", ExplainedJson.of(why)));
                console.out().println(Json.text(node));
            } else {
                explained.ifPresentOrElse(
                        why -> ExplainedText.print(console, why), () -> DecisionText.print(console, decision));
                printFallbacks(console, decision);
            }
        }
        return ExitCodes.OK;
    }

    private static ObjectNode json(String text, RoutingDecision decision) {
        ObjectNode node = Json.object().put("query", text);
        node.setAll(RoutingJson.decision(decision));
        ArrayNode chain = node.putArray("fallbacks");
        decision.fallbacks().forEach(chain::add);
        return node;
    }

    private static void printFallbacks(Console console, RoutingDecision decision) {
        console.out()
                .println(
                        decision.fallbacks().isEmpty()
                                ? "No fallbacks: if it fails, the call fails."
                                : "If it fails: "
                                        + String.join(" " + console.style().arrow() + " ", decision.fallbacks()));
    }
}
