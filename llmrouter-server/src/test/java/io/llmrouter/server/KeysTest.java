package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.ServeConfig.Access;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static ServerFixture it;

    @BeforeAll
    static void start() {
        var keys = List.of(
                new ClientKey("alice", hash("alices-key"), List.of(), null),
                new ClientKey("bob", hash("bobs-key"), List.of("fast"), null),
                new ClientKey("carol", hash("carols-key"), List.of(), 2));
        it = new ServerFixture(config -> config.with(new Access(keys, false, List.of("https://app.example.com"))));
    }

    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void close() {
        it.close();
    }

    private static HttpResponse<String> chat(String model, String... headers) {
        return it.post("/v1/chat/completions", body(model, "hi", ""), headers);
    }

    @Test
    void aKeyOpensTheServerInEitherHeader() {
        assertThat(chat("smart", "authorization", "Bearer alices-key").statusCode())
                .isEqualTo(200);
        assertThat(chat("smart", "x-api-key", "alices-key").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer alices-ke", "Bearer ", "alices-key", "Basic alices-key"})
    void withoutAKeyNothingIsServed(String authorization) {
        HttpResponse<String> answer =
                authorization.isEmpty() ? chat("fast") : chat("fast", "authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).at("/error/code").asString()).isEqualTo("invalid_api_key");
        assertThat(answer.body()).doesNotContain("alices");
        for (String path : List.of("/v1/models", "/metrics", "/routers", "/v1/models/fast")) {
            assertThat(it.get(path).statusCode()).isEqualTo(401);
        }
        assertThat(it.get("/health").statusCode()).isEqualTo(200);
        assertThat(it.get("/health").body() + it.get("/").body()).doesNotContain("smart", "round_robin");
        assertThat(it.get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyMayBeBoundToItsModels() {
        String[] bob = {"authorization", "Bearer bobs-key"};
        assertThat(chat("fast", bob).statusCode()).isEqualTo(200);
        for (String model : List.of("smart", "auto")) {
            HttpResponse<String> answer = chat(model, bob);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json(answer).at("/error/code").asString()).isEqualTo("model_not_allowed");
        }
        assertThat(json(it.get("/v1/models", bob)).get("data").size()).isEqualTo(1);
        assertThat(it.get("/v1/models/smart", bob).statusCode()).isEqualTo(404);
        assertThat(it.post("/v1/route", body("smart", "hi", ""), bob).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aKeyMayBeBoundToSoManyRequests() {
        String[] carol = {"authorization", "Bearer carols-key"};
        assertThat(chat("fast", carol).statusCode()).isEqualTo(200);
        assertThat(chat("fast", carol).statusCode()).isEqualTo(200);
        HttpResponse<String> third = chat("fast", carol);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(50L, 61L);
        assertThat(it.get("/v1/stats", carol).statusCode()).isEqualTo(200);
        assertThat(it.get("/metrics", carol).statusCode()).isEqualTo(200);
    }

    @Test
    void figuresNeedAKey() {
        assertThat(it.get("/v1/stats").statusCode()).isEqualTo(401);
        assertThat(it.get("/metrics", "authorization", "Bearer nobodys").statusCode())
                .isEqualTo(401);
        assertThat(it.get("/page/app.js").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfAConfiguredOriginMayUseTheServerAndOthersNot() {
        String[] allowed = {"authorization", "Bearer alices-key", "origin", "https://app.example.com"};
        assertThat(chat("fast", allowed).headers().firstValue("access-control-allow-origin"))
                .contains("https://app.example.com");
        HttpResponse<String> other =
                chat("fast", "authorization", "Bearer alices-key", "origin", "https://evil.example.com");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void aPreflightNeedsNoKey() {
        HttpResponse<String> answer = it.send(
                "OPTIONS",
                "/v1/chat/completions",
                "origin",
                "https://app.example.com",
                "access-control-request-method",
                "POST",
                "access-control-request-headers",
                "authorization");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-methods")).contains("POST");
        assertThat(answer.headers().firstValue("access-control-allow-headers")).contains("authorization");
    }
}
