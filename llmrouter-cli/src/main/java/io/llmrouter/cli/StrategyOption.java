package io.llmrouter.cli;

import io.llmrouter.cli.learn.OverlaidSettings;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.RoutingConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which strategy chooses, if not that of the configuration. */
final class StrategyOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = {"-r", "--router"},
            paramLabel = "NAME",
            description = "The strategy that chooses, in place of the configuration's router.strategy.")
    private @Nullable String name;

    @Option(
            names = {"--load_model_path", "--router-model"},
            paramLabel = "FILE",
            description = "The trained router to load, for a learned strategy.")
    private @Nullable Path model;

    @Option(
            names = "--router-config",
            paramLabel = "FILE",
            description = "A learned router's own file, which names its trained model.")
    private @Nullable Path file;

    /** Whether one was asked for. */
    boolean isGiven() {
        return name != null || model != null || file != null;
    }

    /** The configuration with the strategy that was asked for. */
    RouterConfig applyTo(RouterConfig config, Console console) {
        Map<String, String> given = given(console.folder());
        if (given.isEmpty()) {
            return config;
        }
        RoutingConfig routing = config.routing();
        String strategy = given.getOrDefault("strategy", routing.strategy());
        return config.with(new RoutingConfig(
                strategy,
                routing.unknownModel(),
                routing.stickiness(),
                new OverlaidSettings(routing.settings(), given)));
    }

    private Map<String, String> given(Path folder) {
        Map<String, String> given = new LinkedHashMap<>();
        if (name != null) {
            given.put("strategy", name.toLowerCase(Locale.ROOT));
        }
        if (model != null) {
            given.put("llmrouter.model_path", folder.resolve(model).toString());
        }
        if (file != null) {
            given.put("llmrouter.config_path", folder.resolve(file).toString());
        }
        return given;
    }

    /** Refuses what this build does not have. */
    void check() {
        if (name == null) {
            return;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        Set<String> known = Installed.strategies();
        if (!known.contains(wanted)) {
            throw misuse(Unoffered.inServing(name, known));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
