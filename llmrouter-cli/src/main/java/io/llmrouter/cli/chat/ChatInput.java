package io.llmrouter.cli.chat;

import java.util.Optional;

/** Where the lines of a chat come from. */
public interface ChatInput extends AutoCloseable {

    /** The next line, which may hold line ends if it was pasted; empty at the end. */
    Optional<String> next();

    /** Lets Ctrl-C do something else than end the process, until the result is closed. */
    Interruption onInterrupt(Runnable action);

    /** Whether somebody types, who may ask again what failed. */
    boolean isInteractive();

    @Override
    void close();

    /** What Ctrl-C does for a while. */
    @FunctionalInterface
    interface Interruption extends AutoCloseable {
        @Override
        void close();
    }
}
