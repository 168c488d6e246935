package io.llmrouter.api.spi;

import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a provider, used in turn.
 *
 * <p>All models of a provider that share keys share this object. Safe for concurrent use.
 */
public interface ApiKeys {

    /**
     * The next key in turn, leaving out those that rest; if all rest, the one that rests the shortest. Empty if there
     * is no key at all.
     */
    Optional<ApiKey> next();

    /**
     * The next key for a request, as {@link #next()}, but for the limits of each key: the first time the key in which
     * room was reserved for the request, after that another one with room.
     *
     * @param request the very object that the model was asked with
     */
    default Optional<ApiKey> next(Object request) {
        return next();
    }

    /**
     * Lets a key rest: the provider refused it (401, 403) or wants it used less (429).
     *
     * @param pause how long the provider asks to wait; {@code null} if it does not say
     */
    void rest(ApiKey key, @Nullable Duration pause);

    /**
     * Tells why the provider refused a key, which decides how long it rests and for which models: a rate limit is the
     * model's, a refused key is refused for all.
     */
    default void refused(ApiKey key, LlmRouterException error) {
        rest(key, error.retryAfter().orElse(null));
    }

    /** How many keys there are. */
    int size();

    /**
     * One key.
     *
     * @param index its position in the configuration, from 0: the name by which logs and traces call it
     * @param secret the key itself
     */
    record ApiKey(int index, String secret) {
        /** The position alone: the key itself is never shown. */
        @Override
        public String toString() {
            return "key " + (index + 1);
        }
    }
}
