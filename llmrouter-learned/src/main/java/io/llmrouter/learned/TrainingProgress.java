package io.llmrouter.learned;

/** Is told how training goes on, on the thread that trains. */
@FunctionalInterface
public interface TrainingProgress {
    /** Listens to nothing. */
    TrainingProgress NONE = (step, done, total) -> {};

    /**
     * A step is done.
     *
     * @param step what was done, for people, such as {@code validated k=80: Brier 0.147}
     * @param done how many steps are done
     * @param total how many there are
     */
    void on(String step, int done, int total);
}
