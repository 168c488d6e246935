package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStoreProvider;
import io.llmrouter.api.spi.Settings;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/** Makes stores of limits in Redis: {@code limits.store: redis}. */
public final class RedisLimitStoreProvider implements LimitStoreProvider {
    private static final Logger LOG = System.getLogger(RedisLimitStoreProvider.class.getName());

    /** For {@link java.util.ServiceLoader}. */
    public RedisLimitStoreProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public LimitStore create(Settings settings, LimitStore local) {
        Settings section = settings.section("redis");
        RedisSettings redis = RedisSettings.of(section);
        RedisScripts scripts = connect(section, redis);
        try {
            scripts.ping();
        } catch (JedisAccessControlException refused) {
            scripts.close();
            throw section.problem(
                    "",
                    "a url with the user and password that Redis wants, such as redis://user:password@host:6379/0; Redis"
                            + " refused those of limits.redis.url");
        } catch (JedisException away) {
            LOG.log(Level.WARNING, () -> "Redis does not answer at the start: " + Complaint.of(away));
        }
        return new RedisLimitStore(redis, scripts, local);
    }

    private static RedisScripts connect(Settings section, RedisSettings redis) {
        try {
            return new RedisScripts(redis);
        } catch (IllegalArgumentException | UncheckedIOException untrusted) {
            throw section.problem("ca_file", "a file with certificates in PEM");
        }
    }
}
