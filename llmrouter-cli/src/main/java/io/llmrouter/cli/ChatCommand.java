package io.llmrouter.cli;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.cli.chat.Browser;
import io.llmrouter.cli.chat.Chat;
import io.llmrouter.cli.chat.ChatInput;
import io.llmrouter.cli.chat.Commands;
import io.llmrouter.cli.chat.Completion;
import io.llmrouter.cli.chat.Context;
import io.llmrouter.cli.chat.HistoryFile;
import io.llmrouter.cli.chat.PipedInput;
import io.llmrouter.cli.chat.Session;
import io.llmrouter.cli.chat.TerminalInput;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.LlmRouterServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code llmrouter chat}. */
@Command(
        name = "chat",
        description = {
            "Talk to your models, in the terminal or in the browser.",
            "",
            "Each question goes to the model that the router chooses; a line beside the answer says which and why. Ctrl-C"
                    + " cancels an answer under way, Ctrl-D leaves, /help lists the commands. Typed lines are kept in"
                    + " ~/.llmrouter/chat_history, which only you can read; --no-history keeps none. Where the input is no"
                    + " terminal, each line is a question, and the output is the answers.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The chat was left; of piped questions, all were answered.",
            "1:It could not begin, or a piped question was not answered.",
            ExitCodes.HELP_MISUSE
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter chat",
            "  llmrouter chat --model strong --system \"Answer in one sentence.\"",
            "  llmrouter chat --web",
            "  printf 'What is 6 * 7?\\nAnd half of it?\\n' | llmrouter chat"
        })
final class ChatCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

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

    @Mixin
    private final TemperatureOption temperature = new TemperatureOption();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            defaultValue = Router.AUTO,
            description =
                    "The model to ask, past the strategy. Default: ${DEFAULT-VALUE}, which lets the router choose.")
    private String model = Router.AUTO;

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions to the model.")
    private @Nullable String system;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "full_context",
            description =
                    "What goes with a question: current_only (nothing), full_context (the conversation) or retrieval"
                            + " (the most similar earlier turns). Default: ${DEFAULT-VALUE}.")
    private Context.Mode mode = Context.Mode.FULL_CONTEXT;

    @Option(
            names = {"--top-k", "--top_k"},
            paramLabel = "NUMBER",
            defaultValue = "" + Context.USUAL_MOST,
            description = "The turns that retrieval takes. Default: ${DEFAULT-VALUE}.")
    private int most = Context.USUAL_MOST;

    @Option(names = "--no-history", description = "Keep no typed lines for the next time.")
    private boolean noHistory;

    @Option(names = "--web", description = "Chat in the browser: serve the page on this machine, and open it.")
    private boolean web;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "NUMBER",
            defaultValue = "8001",
            description = "With --web, the port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--no-browser", description = "With --web, only print the address.")
    private boolean noBrowser;

    @Override
    public Integer call() throws InterruptedException {
        strategy.check();
        Context context = context();
        temperature.number();
        Console console = root.console();
        RouterConfig read = strategy.applyTo(config.read(console), console);
        try (Router router = LlmRouter.of(read)) {
            if (web) {
                return serve(router, read);
            }
            checkModel(router);
            var session = new Session();
            session.model(model);
            session.system(system);
            session.temperature(temperature.number());
            session.context(context);
            return talk(router, session);
        }
    }

    private Context context() {
        try {
            return new Context(mode, most);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--top-k: " + e.getMessage());
        }
    }

    private void checkModel(Router router) {
        var names = router.models().stream().map(ModelInfo::name).toList();
        if (!model.equals(Router.AUTO) && !names.contains(model)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model: expected auto or one of " + String.join(", ", names) + ", found '" + model + "'");
        }
    }

    private int talk(Router router, Session session) {
        Console console = root.console();
        var commands = new Commands(router, session, console);
        var chat = new Chat(router, session, commands, console);
        boolean interactive = console.terminals().input() && console.terminals().output();
        try (ChatInput input = interactive ? terminal(commands) : new PipedInput(console)) {
            if (interactive) {
                console.out()
                        .println(console.style().dim(router.models().size() + " models. /help lists the commands."));
            }
            int failed = chat.talk(input);
            return interactive || failed == 0 ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private ChatInput terminal(Commands commands) {
        Console console = root.console();
        Path home = Path.of(console.variable("HOME").orElse(System.getProperty("user.home")));
        return TerminalInput.open(console, new Completion(commands), noHistory ? null : HistoryFile.in(home));
    }

    private int serve(Router router, RouterConfig read) throws InterruptedException {
        Console console = root.console();
        ServeConfig local = read.serve().withHost(LOOPBACK).withPort(port);
        try (LlmRouterServer server =
                LlmRouterServer.start(router, local, read.routing().strategy())) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "llmrouter-stop"));
            String address = "http://" + LOOPBACK + ":" + server.port() + "/";
            console.out().println("Chat at " + address + " (Ctrl-C ends it)");
            if (!noBrowser && !Browser.show(address, console)) {
                console.out().println("No command to open a browser was found: open the address yourself.");
            }
            server.awaitClose();
        } catch (UncheckedIOException cannotListen) {
            throw ConfigurationException.of("--port", "a port that is free", String.valueOf(cannotListen.getMessage()));
        }
        return ExitCodes.OK;
    }
}
