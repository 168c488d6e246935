package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var console = Console.ofProcess();
        int code = LlmRouterCommand.run(console, arguments);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }
}
