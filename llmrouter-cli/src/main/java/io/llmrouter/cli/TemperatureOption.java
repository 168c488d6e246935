package io.llmrouter.cli;

import io.llmrouter.cli.chat.Temperature;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How freely a model answers. */
final class TemperatureOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--temp",
            paramLabel = "NUMBER",
            defaultValue = "0.8",
            description = "The temperature; none leaves it to the model. Default: ${DEFAULT-VALUE}.")
    private String text = "";

    /** The temperature; {@code null} leaves it to the model. */
    @Nullable
    Double number() {
        try {
            return Temperature.of(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--temp: " + e.getMessage());
        }
    }
}
