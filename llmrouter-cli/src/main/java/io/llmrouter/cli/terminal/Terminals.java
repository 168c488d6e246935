package io.llmrouter.cli.terminal;

import java.lang.System.Logger.Level;

/**
 * Which of the standard streams are a terminal.
 *
 * <p>The launcher knows it of each stream and says so in system properties; without it, the JDK's console tells of all
 * at once.
 */
public record Terminals(boolean input, boolean output, boolean error) {
    private static final String PROPERTY = "llmrouter.terminal.";

    static Terminals ofProcess() {
        return new Terminals(is("in"), is("out"), is("err"));
    }

    private static boolean is(String stream) {
        String told = System.getProperty(PROPERTY + stream);
        return told != null ? Boolean.parseBoolean(told) : isConsole();
    }

    /** From JDK 22 on there is a console even where the streams are files, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // it is for JDK 17 to 21
    private static boolean isConsole() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            System.getLogger(Terminals.class.getName()).log(Level.DEBUG, "The console does not tell what it is", e);
            return false;
        }
    }
}
