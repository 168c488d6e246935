package io.llmrouter.http.provider;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to speak to a sink: one thread's at a time, and nobody's after the end.
 *
 * <p>Taken from the beginning, by whoever opens the conversation.
 */
final class Turn {
    private final Executor executor;
    private boolean taken = true;
    private @Nullable Runnable ending;

    /**
     * Creates a taken turn.
     *
     * @param executor runs an ending that is asked for while nobody speaks
     */
    Turn(Executor executor) {
        this.executor = executor;
    }

    /** Takes the turn; false if another has it or all is said. */
    synchronized boolean take() {
        if (taken || ending != null) {
            return false;
        }
        taken = true;
        return true;
    }

    /** Gives the turn back, speaking the ending if one was asked for meanwhile. */
    void release() {
        Runnable last;
        synchronized (this) {
            taken = false;
            last = ending;
        }
        if (last != null) {
            last.run();
        }
    }

    /** Asks for the end: the first to do so has the last word, as soon as nobody else speaks. */
    void end(Runnable lastWord) {
        synchronized (this) {
            if (ending != null) {
                return;
            }
            ending = lastWord;
            if (taken) {
                return;
            }
        }
        executor.execute(lastWord);
    }

    /** Whether the end was asked for. */
    synchronized boolean isEnding() {
        return ending != null;
    }
}
