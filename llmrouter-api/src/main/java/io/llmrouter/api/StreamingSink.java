package io.llmrouter.api;

import io.llmrouter.api.error.LlmRouterException;

/**
 * Where a streamed answer goes.
 *
 * <p>Calls come in order and one at a time, though not always on the same thread: {@link #onStart} first, then any
 * number of {@link #onModel} and {@link #onDelta}, then exactly one of {@link #onComplete} and {@link #onError}. A slow sink slows the reader
 * of the socket: nothing is buffered without a bound. An exception thrown by a sink cancels the call.
 */
public interface StreamingSink {

    /** The call has begun, perhaps before {@code stream} returns; the handle cancels it or holds it. */
    default void onStart(StreamHandle handle) {}

    /**
     * A model answers: told by a {@link Router} before the first piece of each model that answers, and so before any
     * {@link #onRestart()}.
     *
     * @param soFar the report as far as it goes: the attempts are those that have ended, usage and cost are not known yet
     */
    default void onModel(RoutingReport soFar) {}

    /** The next piece of the answer. */
    void onDelta(Delta delta);

    /**
     * The answer starts anew: forget all deltas so far.
     *
     * <p>Only told where the configuration sets {@code resilience.recovery: restart}.
     */
    default void onRestart() {}

    /** The answer is whole; the response repeats it, with usage and the report of its routing. */
    void onComplete(ChatResponse response);

    /** The answer could not be completed. What was told so far is not a whole answer. */
    void onError(LlmRouterException error);
}
