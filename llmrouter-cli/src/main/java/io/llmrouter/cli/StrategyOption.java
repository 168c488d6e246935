package io.llmrouter.cli;

import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.RoutingConfig;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which strategy chooses, if not that of the configuration. */
final class StrategyOption {
    private static final Set<String> LEARNED = Set.of(
            "llmrouter",
            "knnrouter",
            "svmrouter",
            "mlprouter",
            "mfrouter",
            "elorouter",
            "dcrouter",
            "routerdc",
            "automix",
            "automixrouter",
            "hybrid_llm",
            "hybridllm",
            "graphrouter",
            "graph_router",
            "causallm_router",
            "causallmrouter",
            "gmtrouter",
            "gmt_router",
            "personalizedrouter",
            "router_r1",
            "router-r1",
            "knnmultiroundrouter",
            "llmmultiroundrouter",
            "thresholdrouter");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = {"-r", "--router"},
            paramLabel = "NAME",
            description = "The strategy that chooses, in place of the configuration's router.strategy.")
    private @Nullable String name;

    @Option(names = "--load_model_path", hidden = true)
    private @Nullable String learnedModel;

    /** Whether one was asked for. */
    boolean isGiven() {
        return name != null;
    }

    /** The configuration with the strategy that was asked for. */
    RouterConfig applyTo(RouterConfig config) {
        if (name == null) {
            return config;
        }
        RoutingConfig routing = config.routing();
        return config.with(
                new RoutingConfig(name.toLowerCase(Locale.ROOT), routing.unknownModel(), routing.settings()));
    }

    /** Refuses what this build does not have. */
    void check() {
        if (learnedModel != null) {
            throw misuse("--load_model_path belongs to learned routers, which are not part of this build");
        }
        if (name == null) {
            return;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        Set<String> known = Installed.strategies();
        if (!known.contains(wanted)) {
            String why = LEARNED.contains(wanted)
                    ? "'" + wanted + "' is a learned router, and these are not part of this build"
                    : "There is no strategy '" + name + "'";
            throw misuse(why + "; --router takes one of " + String.join(", ", known));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
