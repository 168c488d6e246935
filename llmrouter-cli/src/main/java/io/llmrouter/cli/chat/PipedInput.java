package io.llmrouter.cli.chat;

import io.llmrouter.cli.infer.Queries;
import io.llmrouter.cli.infer.Query;
import io.llmrouter.cli.terminal.Console;
import java.util.Optional;

/** One question a line, from what is no terminal; Ctrl-C ends the process, as with any command. */
public final class PipedInput implements ChatInput {
    private final Queries lines;

    public PipedInput(Console console) {
        this.lines = Queries.ofLines(console.in());
    }

    @Override
    public Optional<String> next() {
        return lines.next().map(Query::text);
    }

    @Override
    public Interruption onInterrupt(Runnable action) {
        return () -> {};
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public void close() {
        lines.close();
    }
}
