package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStoreProvider;
import io.llmrouter.api.spi.Settings;

/** Makes stores of limits in Redis: {@code limits.store: redis}. */
public final class RedisLimitStoreProvider implements LimitStoreProvider {

    /** For {@link java.util.ServiceLoader}. */
    public RedisLimitStoreProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public LimitStore create(Settings settings, LimitStore local) {
        RedisSettings redis = RedisSettings.of(settings.section("redis"));
        return new RedisLimitStore(redis, new RedisScripts(redis), local);
    }
}
