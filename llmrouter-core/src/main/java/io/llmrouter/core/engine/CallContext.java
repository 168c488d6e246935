package io.llmrouter.core.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all calls of an engine share. */
interface CallContext {

    Timing timing();

    Backoff backoff();

    Selector selector();

    CallLimits limits();

    Gate gate();

    /** The deadline of a call that brings none; zero for none. */
    Duration deadline();

    /** Who records the calls; {@code null} if nobody does. */
    @Nullable
    CallRecorder recorder();

    /** Who takes scores of answers; {@code null} if nobody does. */
    @Nullable
    FeedbackReceiver feedback();

    /** Takes a call in; {@code false} if the engine is closed. */
    boolean enter(Call call);

    /** A call has ended. */
    void leave(Call call);
}
