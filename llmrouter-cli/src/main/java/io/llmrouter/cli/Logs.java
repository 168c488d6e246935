package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows what the library logs: warnings, each in one plain line. */
final class Logs {
    /** Held, because the log manager alone would let it go. */
    private static final Logger ROOT = Logger.getLogger("");

    private Logs() {}

    static void warningsTo(Console console) {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.WARNING);
        ROOT.addHandler(new Lines(console));
    }

    private static final class Lines extends Handler {
        private final SimpleFormatter messages = new SimpleFormatter();
        private final Console console;

        Lines(Console console) {
            this.console = console;
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                try {
                    console.err()
                            .println("warning: " + messages.formatMessage(entry).replaceAll("\\R\\s*", "; "));
                } catch (RuntimeException unformatted) {
                    reportError(null, unformatted, ErrorManager.FORMAT_FAILURE);
                }
            }
        }

        @Override
        public void flush() {
            console.err().flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
