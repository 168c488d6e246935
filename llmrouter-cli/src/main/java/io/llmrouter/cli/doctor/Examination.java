package io.llmrouter.cli.doctor;

import io.llmrouter.api.Router;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.RouterConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Examines a configuration from its file to its models. */
public final class Examination {
    /** The subject of findings that concern no single model. */
    public static final String CONFIGURATION = "configuration";

    private final Function<String, Optional<ChatModelProvider>> providers;
    private final Map<String, String> environment;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Creates an examination, to be used once.
     *
     * @param providers finds a provider by name or alias
     * @param environment the variables
     */
    public Examination(Function<String, Optional<ChatModelProvider>> providers, Map<String, String> environment) {
        this.providers = providers;
        this.environment = environment;
    }

    /**
     * What is found, in order.
     *
     * @param probe whether to call every model too
     */
    public List<Finding> of(Path file, boolean probe) {
        RouterConfig config;
        try {
            config = LlmRouter.configOf(file);
        } catch (ConfigurationException invalid) {
            problems(invalid);
            return findings;
        }
        int models = config.models().size();
        add(Finding.ok(CONFIGURATION, "file", "valid, " + models + (models == 1 ? " model" : " models")));
        findings.addAll(new StrategyCheck(config, providers, environment).findings());
        for (String warning : config.warnings()) {
            add(Finding.warning(CONFIGURATION, "file", warning, "change or remove it"));
        }
        try (Router router = LlmRouter.of(config)) {
            examine(config, probe ? Probe.all(router, config.models()) : Map.of());
        } catch (ConfigurationException refused) {
            examine(config, Map.of());
            problems(refused);
        }
        return findings;
    }

    private void examine(RouterConfig config, Map<String, Finding> probes) {
        var check = new ModelCheck(config, providers, environment);
        for (ModelEntry model : config.models()) {
            findings.addAll(check.of(model));
            Finding probed = probes.get(model.name());
            if (probed != null) {
                add(probed);
            }
        }
    }

    private void problems(ConfigurationException refused) {
        for (Problem problem : refused.problems()) {
            add(Finding.problem(
                    CONFIGURATION,
                    "file",
                    problem.where() + ": found " + problem.found(),
                    "expected " + problem.expected()));
        }
    }

    private void add(Finding finding) {
        findings.add(finding);
    }
}
