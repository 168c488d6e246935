package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The section {@code limits.redis}.
 *
 * @param url the address, which may hold a password
 * @param timeout how long a call waits, all in all
 * @param prefix what the names of keys begin with
 * @param onFailure what holds while Redis cannot be reached
 * @param connections the most connections
 * @param caFile whose certificates are trusted; {@code null} for those of the JVM
 */
record RedisSettings(
        URI url,
        Duration timeout,
        String prefix,
        OnFailure onFailure,
        int connections,
        @Nullable Path caFile) {
    private static final int CONNECTIONS = 8;

    /** What holds while Redis cannot be reached. */
    enum OnFailure {
        /** Nothing is limited. */
        ALLOW,
        /** What this instance itself takes is limited. */
        LOCAL,
        /** This instance takes its share of what was left. */
        SHARE,
        /** All is refused. */
        REJECT
    }

    static RedisSettings of(Settings redis) {
        String text = redis.text("url").orElseThrow(() -> redis.problem("url", "an address such as redis://host:6379"));
        Duration timeout = redis.duration("timeout").orElse(Duration.ofMillis(100));
        if (timeout.toMillis() < 1) {
            throw redis.problem("timeout", "at least 1 ms");
        }
        return new RedisSettings(
                url(redis, text.strip()),
                timeout,
                redis.text("prefix").orElse("{llmrouter}"),
                OnFailure.valueOf(
                        redis.text("on_failure").orElse("share").strip().toUpperCase(Locale.ROOT)),
                (int) redis.number("max_connections").orElse(CONNECTIONS),
                redis.text("ca_file").map(Path::of).orElse(null));
    }

    /** Whether this instance counts on its own while Redis is away. */
    boolean countsAlone() {
        return onFailure == OnFailure.SHARE || onFailure == OnFailure.LOCAL;
    }

    Optional<Path> authority() {
        return Optional.ofNullable(caFile);
    }

    private static URI url(Settings redis, String text) {
        try {
            var url = new URI(text);
            if (JedisURIHelper.isValid(url) && (JedisURIHelper.isRedisScheme(url) || isTls(url))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            throw wrong(redis);
        }
        throw wrong(redis);
    }

    private static RuntimeException wrong(Settings redis) {
        return redis.problem("", "a url of the form redis://user:password@host:port/database, or rediss:// for TLS");
    }

    private static boolean isTls(URI url) {
        return JedisURIHelper.isRedisSSLScheme(url);
    }

    boolean tls() {
        return isTls(url);
    }

    /** The settings without the address, which may hold a password. */
    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
