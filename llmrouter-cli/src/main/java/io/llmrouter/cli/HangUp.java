package io.llmrouter.cli;

import java.lang.System.Logger.Level;
import sun.misc.Signal;

/** SIGHUP, by which administrators have a server read its configuration again. */
final class HangUp {
    private HangUp() {}

    /** Has a task run at each signal, on a thread of the JVM's; does nothing on systems without that signal. */
    static void onSignal(Runnable task) {
        try {
            Signal.handle(new Signal("HUP"), signal -> task.run());
        } catch (IllegalArgumentException | LinkageError none) {
            System.getLogger(HangUp.class.getName())
                    .log(Level.DEBUG, "No signal has the configuration read again here", none);
        }
    }
}
