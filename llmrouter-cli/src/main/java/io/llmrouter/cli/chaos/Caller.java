package io.llmrouter.cli.chaos;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Somebody who asks the policy's first model and waits for the end. */
interface Caller extends AutoCloseable {

    /**
     * Asks once.
     *
     * @param model whom to ask
     * @param stream whether the answer is to come in pieces
     * @param patience how long to wait on the clock
     * @param now the time of the scenario, in nanoseconds
     */
    Outcome ask(String model, boolean stream, Duration patience, LongSupplier now) throws InterruptedException;

    @Override
    default void close() {}
}
