package io.llmrouter.learned.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.config.ServedRouter;
import org.jspecify.annotations.Nullable;

/**
 * A trained router as it is served, until its file changes.
 *
 * @param strategy who chooses
 * @param drift who watches; {@code null} for nobody
 * @param book what scores taught; {@code null} if nothing is learned of them
 * @param file where that is kept
 */
record ServedVersion(
        ServedRouter router,
        RoutingStrategy strategy,
        @Nullable DriftWatch drift,
        @Nullable ScoreBook book,
        @Nullable ScoreFile file) {

    /** Closes the router's encoder, if it has one. */
    void close() {
        router.router().close();
    }

    /** Writes what was learned, and takes over what other processes have learned; {@code false} if they are at it. */
    boolean sync() {
        return book == null || file == null || file.sync(book);
    }
}
