package io.llmrouter.cli.chat;

import io.llmrouter.cli.terminal.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines that somebody types, edits, pastes and calls back. */
public final class TerminalInput implements ChatInput {
    private static final int KEPT_LINES = 1_000;

    private final Terminal terminal;
    private final LineReader reader;
    private final Console console;
    private final String prompt;

    TerminalInput(Terminal terminal, Console console, Completer completer, @Nullable Path history) {
        this.terminal = terminal;
        this.console = console;
        this.prompt = console.style().bold("> ");
        var parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        parser.setQuoteChars(new char[0]);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("llmrouter")
                .parser(parser)
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .variable(LineReader.HISTORY_SIZE, KEPT_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, KEPT_LINES)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        this.reader = builder.build();
        Widget anotherLine = () -> {
            reader.getBuffer().write('\n');
            return true;
        };
        KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
        keys.bind(anotherLine, KeyMap.alt('\r'), KeyMap.alt('\n'));
    }

    /**
     * Reads from the terminal of the process.
     *
     * @param history where lines are kept for the next time; {@code null} to keep none
     */
    public static TerminalInput open(Console console, Completer completer, @Nullable Path history) {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(true)
                    .signalHandler(Terminal.SignalHandler.SIG_IGN)
                    .build();
            return new TerminalInput(terminal, console, completer, history);
        } catch (IOException e) {
            throw new UncheckedIOException("The terminal cannot be used", e);
        }
    }

    @Override
    public Optional<String> next() {
        while (true) {
            try {
                return Optional.of(reader.readLine(prompt));
            } catch (UserInterruptException interrupted) {
                if (interrupted.getPartialLine().isEmpty()) {
                    console.out().println(console.style().dim("Ctrl-D or /quit ends the chat."));
                }
            } catch (EndOfFileException end) {
                return Optional.empty();
            }
        }
    }

    @Override
    public Interruption onInterrupt(Runnable action) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> action.run());
        return () -> terminal.handle(Terminal.Signal.INT, before);
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The terminal cannot be given back", e);
        }
    }
}
