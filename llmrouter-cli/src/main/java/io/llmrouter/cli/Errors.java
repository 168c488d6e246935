package io.llmrouter.cli;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.LlmRouterException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failed command is told: what happened and what helps, and no stack trace unless asked for. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final LlmRouterCommand root;

    Errors(LlmRouterCommand root) {
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure);
    }

    /** Tells of a failure and says what to exit with. */
    int report(Throwable failure) {
        root.console().out().flush();
        if (failure instanceof ConfigurationException configuration) {
            configuration.problems().forEach(problem -> line("error: " + problem));
        } else if (failure instanceof LlmRouterException known) {
            line("error: " + known.summary());
            known.help().lines().forEach(this::line);
        } else if (failure instanceof OutOfMemoryError) {
            line("error: The memory of the JVM does not suffice: "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
            line("Give it more, such as LLMROUTER_JAVA_OPTS=-Xmx8g llmrouter train ...");
        } else {
            line("error: " + failure.getClass().getSimpleName() + reason(failure));
        }
        if (root.verbose()) {
            failure.printStackTrace(root.console().err());
        } else if (!(failure instanceof LlmRouterException)) {
            line("Run it again with --verbose for the stack trace.");
        }
        return ExitCodes.FAILED;
    }

    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        line("error: " + misuse.getMessage());
        UnmatchedArgumentException.printSuggestions(misuse, root.console().err());
        line("Try '" + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.MISUSE;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? ""
                : ": " + message.lines().findFirst().orElse("").strip();
    }

    private void line(String text) {
        root.console().err().println(text);
    }
}
