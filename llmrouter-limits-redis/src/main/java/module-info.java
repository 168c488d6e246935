/** Limits and budgets that several instances share, counted in Redis. */
module io.llmrouter.limits.redis {
    requires io.llmrouter.api;
    requires redis.clients.jedis;

    exports io.llmrouter.limits.redis;

    provides io.llmrouter.api.spi.LimitStoreProvider with
            io.llmrouter.limits.redis.RedisLimitStoreProvider;
}
