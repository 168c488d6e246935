package io.llmrouter.bedrock;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Listening to futures. */
final class Futures {
    private Futures() {}

    /** Tells the listener how the future ends; the listener must not throw. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static <T> void whenDone(CompletionStage<T> future, BiConsumer<? super T, ? super Throwable> listener) {
        future.whenComplete(listener);
    }
}
