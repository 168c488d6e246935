package io.llmrouter.cli.terminal;

import java.lang.System.Logger.Level;

/**
 * Tells whether the standard streams are a terminal.
 *
 * <p>The launcher knows it of each stream and says so in system properties; without it, the JDK's console tells of both
 * at once.
 */
final class Terminal {
    private static final String INPUT = "llmrouter.terminal.in";
    private static final String OUTPUT = "llmrouter.terminal.out";

    private Terminal() {}

    static boolean isInput() {
        return is(INPUT);
    }

    static boolean isOutput() {
        return is(OUTPUT);
    }

    private static boolean is(String property) {
        String told = System.getProperty(property);
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
            System.getLogger(Terminal.class.getName()).log(Level.DEBUG, "The console does not tell what it is", e);
            return false;
        }
    }
}
