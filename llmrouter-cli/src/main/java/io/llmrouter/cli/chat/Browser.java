package io.llmrouter.cli.chat;

import io.llmrouter.cli.terminal.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Shows a page in the browser, by the system's own command for that. */
public final class Browser {
    private static final List<String> OPENERS = List.of("xdg-open", "open", "wslview");

    private Browser() {}

    /** Shows a page if the system has a way to; whether it has. */
    public static boolean show(String address, Console console) {
        for (String folder : console.variable("PATH").orElse("").split(File.pathSeparator, -1)) {
            for (String opener : OPENERS) {
                try {
                    Path program = Path.of(folder, opener);
                    if (Files.isExecutable(program) && start(program, address)) {
                        return true;
                    }
                } catch (InvalidPathException notAFolder) {
                    System.getLogger(Browser.class.getName())
                            .log(Level.DEBUG, "PATH names what is no folder", notAFolder);
                }
            }
        }
        return false;
    }

    private static boolean start(Path program, String address) {
        try {
            new ProcessBuilder(program.toString(), address)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
            return true;
        } catch (IOException e) {
            System.getLogger(Browser.class.getName()).log(Level.DEBUG, "No browser could be opened", e);
            return false;
        }
    }
}
