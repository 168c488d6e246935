package io.llmrouter.core.engine;

import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the attempts of a model begin, and learns how they went: acquire, run, settle. Each attempt of each call goes
 * through it. Safe for concurrent use, and never blocks.
 */
interface Admission {

    /** Lets an attempt begin; {@code null} if it may not now. */
    @Nullable
    Permit tryAcquire();

    /** How long until it is worth asking again; empty if an attempt may begin now. */
    Optional<Duration> untilAvailable();

    /** The leave of one attempt, settled once by its end. */
    interface Permit {

        /** The first content has come; the end is still to come. */
        void begun();

        void answered();

        void failed(LlmRouterException error);

        /** The attempt has ended in a way that says nothing of the model. */
        void dropped();
    }
}
