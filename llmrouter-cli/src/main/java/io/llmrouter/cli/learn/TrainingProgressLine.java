package io.llmrouter.cli.learn;

import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Texts;
import io.llmrouter.learned.TrainingProgress;

/** Shows on the standard error how training goes on: one line that moves on a terminal, else a line a step. */
public final class TrainingProgressLine implements TrainingProgress, AutoCloseable {
    private static final int BAR = 24;

    private final Console console;
    private boolean open;

    public TrainingProgressLine(Console console) {
        this.console = console;
    }

    @Override
    public void on(String step, int done, int total) {
        if (!console.style().ansi()) {
            console.err().println("[" + done + "/" + total + "] " + step);
            return;
        }
        int filled = total == 0 ? BAR : BAR * done / total;
        String full = console.style().unicode() ? "\u2588" : "#";
        String bar = full.repeat(filled) + " ".repeat(BAR - filled);
        String line = "[" + bar + "] " + done + "/" + total + " " + step;
        console.err().print("\r\u001b[2K" + Texts.cut(line, console.width() - 1, console.style()));
        console.err().flush();
        open = true;
    }

    /** Leaves the line clear. */
    @Override
    public void close() {
        if (open) {
            console.err().print("\r\u001b[2K");
            console.err().flush();
            open = false;
        }
    }
}
