package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import java.util.List;
import java.util.Map;

/**
 * How a configured gateway is started and called.
 *
 * @param command the command with its arguments
 * @param environment variables besides those of this process
 * @param target where its clients find it
 */
public record Launch(List<String> command, Map<String, String> environment, Target target) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    static Launch of(Target target, String... command) {
        return new Launch(List.of(command), Map.of(), target);
    }

    Launch with(Map<String, String> variables) {
        return new Launch(command, variables, target);
    }
}
