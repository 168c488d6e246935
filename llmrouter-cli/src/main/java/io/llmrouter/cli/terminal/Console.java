package io.llmrouter.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world: its streams, the width and the colours of the terminal, the environment.
 *
 * @param out the standard output, in UTF-8
 * @param err the standard error, in UTF-8
 * @param in the standard input
 * @param terminals which of the three are a terminal
 * @param style how text looks
 * @param width the columns of a line
 * @param folder the current folder
 * @param environment the variables
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Terminals terminals,
        Style style,
        int width,
        Path folder,
        Map<String, String> environment) {
    private static final int WIDTH = 100;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;

    /** The console of the process. */
    public static Console ofProcess() {
        var environment = System.getenv();
        var terminals = Terminals.ofProcess();
        boolean colours = terminals.output()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        boolean unicode = "UTF-8".equalsIgnoreCase(System.getProperty("native.encoding"));
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                System.in,
                terminals,
                new Style(colours, unicode),
                widthOf(environment.get("COLUMNS")),
                Path.of(""),
                environment);
    }

    /** Whether somebody types the input. */
    public boolean inputIsTerminal() {
        return terminals.input();
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }

    private static int widthOf(@Nullable String columns) {
        if (columns == null || !columns.matches("\\d{1,4}")) {
            return WIDTH;
        }
        return Math.min(WIDEST, Math.max(NARROWEST, Integer.parseInt(columns)));
    }
}
