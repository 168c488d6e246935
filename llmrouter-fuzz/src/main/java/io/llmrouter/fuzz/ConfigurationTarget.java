package io.llmrouter.fuzz;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.core.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;

/** The configuration's file. */
public final class ConfigurationTarget {
    private static final ConfigLoader LOADER = new ConfigLoader(Map.of("A", "b", "HOME", "/nowhere"));

    private ConfigurationTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Path file = Files.with("llmrouter.yaml", data);
        try {
            Check.that(!LOADER.load(file).models().isEmpty(), "a configuration without models");
        } catch (ConfigurationException refused) {
            Check.that(!refused.problems().isEmpty(), "refused without a problem");
            for (ConfigurationException.Problem problem : refused.problems()) {
                Check.that(problem.where().startsWith(file.toString()), "a problem somewhere: " + problem);
                Check.that(!problem.expected().isBlank() && !problem.found().isBlank(), "half a problem: " + problem);
            }
        }
    }
}
