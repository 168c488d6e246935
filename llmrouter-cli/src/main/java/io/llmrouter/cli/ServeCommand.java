package io.llmrouter.cli;

import io.llmrouter.api.Router;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.WatchedRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.LlmRouterServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter serve}. */
@Command(
        name = "serve",
        description = {
            "Serve the router to any client of OpenAI's API: HTTP, server-sent events, WebSocket.",
            "",
            "Follows the configuration: a changed file takes over without a restart, unless --router is given. It listens on"
                    + " the own machine only, unless the configuration has client keys (serve.keys) or says"
                    + " serve.allow_anonymous: true. SIGHUP has the configuration read again. Ends on Ctrl-C and SIGTERM, once the streams under way have ended.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The server was stopped.", "1:It could not start.", ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter serve",
            "  llmrouter serve --config llmrouter.yaml --port 8080 --router cost",
            "  curl http://localhost:8000/v1/chat/completions -H 'Content-Type: application/json' \\",
            "    -d '{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'"
        })
final class ServeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final StrategyOption strategy = new StrategyOption();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on, for serve.host.")
    private @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "NUMBER",
            description = "The port to listen on, for serve.port; 0 for any that is free.")
    private @Nullable Integer port;

    @Option(names = "--no-prefix", description = "Do not begin answers with the name of their model in brackets.")
    private boolean noPrefix;

    @Override
    public Integer call() throws InterruptedException {
        strategy.check();
        Console console = root.console();
        Path file = config.file(console);
        RouterConfig read = strategy.applyTo(config.read(console), console);
        try (Router router = strategy.isGiven() || read.source() == null ? LlmRouter.of(read) : LlmRouter.watch(file);
                LlmRouterServer server = start(router, read)) {
            if (router instanceof WatchedRouter watched) {
                watched.onConfig(next -> server.reconfigure(
                        overridden(next.serve()), next.limits(), next.routing().strategy()));
                HangUp.onSignal(watched::reload);
            }
            var stop = new Thread(server::close, "llmrouter-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            String address = "http://" + server.address().getHostString() + ":" + server.port();
            console.out()
                    .println("Serving " + read.models().size() + " models by "
                            + read.routing().strategy() + " at " + address + "/v1 (a page for browsers: " + address
                            + "/)");
            server.awaitClose();
        }
        return ExitCodes.OK;
    }

    private LlmRouterServer start(Router router, RouterConfig read) {
        ServeConfig serve = overridden(read.serve());
        try {
            return LlmRouterServer.start(
                    router, serve, read.limits(), read.routing().strategy());
        } catch (UncheckedIOException cannotListen) {
            throw ConfigurationException.of(
                    "serve.host and serve.port", "an address that is free", String.valueOf(cannotListen.getMessage()));
        }
    }

    private ServeConfig overridden(ServeConfig serve) {
        ServeConfig changed = host == null ? serve : serve.withHost(host);
        changed = port == null ? changed : changed.withPort(port);
        return noPrefix ? changed.withModelPrefix(false) : changed;
    }
}
