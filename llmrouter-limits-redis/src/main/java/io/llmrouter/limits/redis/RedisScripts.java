package io.llmrouter.limits.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisURIHelper;

/** The scripts that run in Redis, and the connections to it. Blocks its caller, within the timeout. */
final class RedisScripts implements AutoCloseable {
    private final RedisClient client;
    private final Script reserve = Script.load("reserve.lua");
    private final Script settle = Script.load("settle.lua");

    RedisScripts(RedisSettings settings) {
        int timeout = (int) Math.min(Integer.MAX_VALUE, settings.timeout().toMillis());
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.connections());
        pool.setMaxIdle(settings.connections());
        pool.setMinIdle(0);
        pool.setMaxWait(settings.timeout());
        pool.setJmxEnabled(false);
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeout)
                .socketTimeoutMillis(timeout)
                .user(JedisURIHelper.getUser(settings.url()))
                .password(JedisURIHelper.getPassword(settings.url()))
                .database(JedisURIHelper.getDBIndex(settings.url()));
        if (settings.tls()) {
            var parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else no one looks at the host's name
            config.ssl(true).sslParameters(parameters);
            settings.authority().map(Authority::trusting).ifPresent(config::sslSocketFactory);
        }
        this.client = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(settings.url()))
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }

    List<?> reserve(List<String> keys, List<String> arguments) {
        return (List<?>) Objects.requireNonNull(run(reserve, keys, arguments));
    }

    void settle(Settlement settlement) {
        run(settle, settlement.keys(), settlement.arguments());
    }

    /** Takes an instance out of those that count. */
    void leave(String instancesKey, String instance) {
        client.zrem(instancesKey, instance);
    }

    void ping() {
        client.ping();
    }

    private Object run(Script script, List<String> keys, List<String> arguments) {
        try {
            return client.evalsha(script.sha, keys, arguments);
        } catch (JedisNoScriptException unknownYet) {
            return client.eval(script.text, keys, arguments);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private record Script(String text, String sha) {
        static Script load(String name) {
            String text = read("common.lua") + read(name);
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
                return new Script(text, HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every JDK has SHA-1", impossible);
            }
        }

        private static String read(String name) {
            try (InputStream in = Objects.requireNonNull(RedisScripts.class.getResourceAsStream(name), name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
