package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.Budget.Window;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ServeConfig.Access;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    /** Prompts of this test are about 5 tokens. */
    private static final String TEN_TOKENS = ",\"max_tokens\":10";

    private static final String[] KEY = {"authorization", "Bearer alices-key"};

    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerFixture it;

    private void limits(RateLimits limits, Budget budget) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("alices-key".getBytes(StandardCharsets.UTF_8));
        var key = new ClientKey("alice", HexFormat.of().formatHex(hash), List.of(), limits, budget);
        it = new ServerFixture(config -> config.with(new Access(List.of(key), false, List.of())));
        open.add(it);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private HttpResponse<String> chat(String model, String more) {
        return it.post("/v1/chat/completions", body(model, "hi", more), KEY);
    }

    private static Budget dollars(String usd) {
        return new Budget("key", new BigDecimal(usd), Window.DAY);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("absent");
    }

    @Test
    void eachAnswerSaysWhereTheLimitsStand() throws Exception {
        limits(new RateLimits(2, 1_000, null), null);
        HttpResponse<String> first = chat("fast", TEN_TOKENS);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(header(first, "x-ratelimit-reset-requests")).matches("1m[01]s");
        assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("1000");
        assertThat(header(first, "x-ratelimit-remaining-tokens")).matches("9[78]\\d");
        assertThat(chat("fast", ",\"stream\":true").statusCode()).isEqualTo(200);
        HttpResponse<String> third = chat("fast", TEN_TOKENS);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(json(third).at("/error/code").asString()).isEqualTo("rate_limit_exceeded");
        assertThat(header(third, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(Long.parseLong(header(third, "retry-after"))).isBetween(55L, 61L);
        assertThat(it.fake.requests()).hasSize(2);
    }

    @Test
    void tokensAreReservedByEstimateAndSettledByUse() throws Exception {
        limits(new RateLimits(null, 100, null), null);
        it.fake.scriptAny(Answer.text("one").usage(20, 10), Answer.text("two").usage(5, 60));
        assertThat(chat("fast", ",\"max_tokens\":90").statusCode()).isEqualTo(200);
        HttpResponse<String> second = chat("fast", ",\"max_tokens\":60,\"stream\":true");
        assertThat(second.statusCode()).isEqualTo(200);
        HttpResponse<String> third = chat("fast", TEN_TOKENS);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(json(third).at("/error/message").asString()).contains("5 of its 100 tokens per minute left");
        assertThat(header(third, "x-ratelimit-remaining-tokens")).isEqualTo("5");
        HttpResponse<String> never = chat("fast", ",\"max_tokens\":5000");
        assertThat(never.statusCode()).isEqualTo(429);
        assertThat(header(never, "retry-after")).isEqualTo("absent");
    }

    @Test
    void aPlaceAmongConcurrentRequestsIsGivenBackHoweverTheCallEnds() throws Exception {
        limits(new RateLimits(null, null, 1), null);
        it.fake.script("fast", Answer.fault(Fault.silence()));
        it.fake.script("smart", Answer.text("ok"), Answer.fault(Fault.status(400)), Answer.text("ok"));
        for (String stream : List.of("", ",\"stream\":true")) {
            try (var raw = it.raw()) {
                String sent = body("fast", "hi", stream);
                raw.write("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alices-key\r\n"
                        + "Content-Length: " + sent.length() + "\r\n\r\n" + sent);
                it.fake.awaitRequests(stream.isEmpty() ? 1 : 4, Duration.ofSeconds(5));
                HttpResponse<String> refused = chat("smart", "");
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(json(refused).at("/error/message").asString()).contains("1 requests under way");
            }
            assertThat(eventually("smart")).isEqualTo(200);
            it.fake.script("fast", Answer.fault(Fault.silence()));
            if (stream.isEmpty()) {
                assertThat(chat("smart", "").statusCode()).isEqualTo(400);
            }
        }
    }

    @Test
    void aPlainCallThatItsClientCancelsIsSettledByItsPromptAndCounted() throws Exception {
        limits(RateLimits.NONE, dollars("0.0003"));
        it.fake.script("fast", Answer.fault(Fault.silence()), Answer.text("ok").usage(1, 1));
        try (var raw = it.raw()) {
            String sent = body("fast", "hi", ",\"max_tokens\":100");
            raw.write("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alices-key\r\n"
                    + "Content-Length: " + sent.length() + "\r\n\r\n" + sent);
            it.fake.awaitRequests(1, Duration.ofSeconds(5));
            assertThat(chat("fast", ",\"max_tokens\":100").statusCode()).isEqualTo(429);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        int status = 429;
        while (status == 429 && System.nanoTime() < end) {
            status = chat("fast", ",\"max_tokens\":100").statusCode();
        }
        assertThat(status).isEqualTo(200);
        // 5 tokens of prompt that were given up, and 1 + 1 x 2 that were answered
        assertThat(it.get("/metrics", KEY).body()).contains("llmrouter_cost_usd_total{model=\"fast\"} 8.0E-6");
    }

    @Test
    void aDearFallbackOfTheNamedModelIsReservedToo() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("alices-key".getBytes(StandardCharsets.UTF_8));
        var key = new ClientKey("alice", HexFormat.of().formatHex(hash), List.of(), RateLimits.NONE, dollars("0.001"));
        it = new ServerFixture(
                config -> config.with(new Access(List.of(key), false, List.of())),
                builder -> builder.set("llms.fast.fallbacks", List.of("smart"))
                        .set("llms.smart.fallbacks", List.of())
                        .set("llms.smart.input_price", 500)
                        .set("llms.smart.output_price", 500));
        open.add(it);
        HttpResponse<String> refused = chat("fast", TEN_TOKENS);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).at("/error/code").asString()).isEqualTo("insufficient_quota");
        assertThat(it.fake.requests()).isEmpty();
    }

    @Test
    void anotherStoreOfLimitsIsTakenOverAndWhatIsUnderWayIsSettledInTheOld() throws Exception {
        limits(new RateLimits(1, null, null), null);
        it.fake.script("fast", Answer.text("late").firstTokenAfter(Duration.ofMillis(300)));
        CompletableFuture<HttpResponse<String>> underWay = CompletableFuture.supplyAsync(() -> chat("fast", ""));
        it.fake.awaitRequests(1, Duration.ofSeconds(5));
        var same = new LimitsConfig("memory", 100_000, LimitsConfig.defaults().settings());
        it.server.reconfigure(it.config(), same, "round_robin");
        assertThat(chat("smart", "").statusCode()).isEqualTo(429);
        var other = new LimitsConfig("memory", 10, LimitsConfig.defaults().settings());
        it.server.reconfigure(it.config(), other, "round_robin");
        assertThat(chat("smart", "").statusCode()).isEqualTo(200);
        assertThat(chat("smart", "").statusCode()).isEqualTo(429);
        assertThat(underWay.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        var unknown = new LimitsConfig("nowhere", 10, LimitsConfig.defaults().settings());
        it.server.reconfigure(it.config(), unknown, "round_robin");
        assertThat(chat("smart", "").statusCode()).isEqualTo(429);
    }

    /** The status once the server has noticed that a client left. */
    private int eventually(String model) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        int status = 429;
        while (status == 429 && System.nanoTime() < end) {
            status = chat(model, "").statusCode();
        }
        return status;
    }

    @Test
    void requestsAtATimeCannotOverspendABudget() throws Exception {
        limits(RateLimits.NONE, dollars("0.001"));
        it.fake.respond("fast", request -> Answer.text("ok").usage(10, 45).after(Duration.ofMillis(20)));
        var pool = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> chat("fast", ",\"max_tokens\":50").statusCode(), pool));
        }
        List<Integer> statuses = all.stream().map(CompletableFuture::join).toList();
        pool.shutdown();
        long served = statuses.stream().filter(status -> status == 200).count();
        assertThat(statuses).containsOnly(200, 429);
        assertThat(served).isBetween(8L, 10L);
        assertThat(it.fake.requests()).hasSize((int) served);
        HttpResponse<String> refused = chat("fast", ",\"max_tokens\":500");
        assertThat(json(refused).at("/error/code").asString()).isEqualTo("insufficient_quota");
        assertThat(json(refused).at("/error/type").asString()).isEqualTo("insufficient_quota");
        assertThat(Long.parseLong(header(refused, "retry-after"))).isBetween(1L, 86_400L);
    }

    @Test
    void aFailedCallCostsNothing() throws Exception {
        limits(RateLimits.NONE, dollars("0.001"));
        it.fake.respond("fast", request -> Answer.fault(Fault.status(400)));
        for (int i = 0; i < 5; i++) {
            assertThat(chat("fast", ",\"max_tokens\":400").statusCode()).isEqualTo(400);
            assertThat(chat("fast", ",\"max_tokens\":400,\"stream\":true").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aModelOfUnknownPriceIsNotAskedOnABudget() throws Exception {
        limits(RateLimits.NONE, dollars("1"));
        HttpResponse<String> refused = chat("smart", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error/code").asString()).isEqualTo("price_unknown");
        assertThat(it.fake.requests()).isEmpty();
    }

    @Test
    void aDurationReadsAsOpenAiWritesIt() {
        assertThat(LimitHeaders.text(Duration.ZERO)).isEqualTo("0ms");
        assertThat(LimitHeaders.text(Duration.ofNanos(119_200_000))).isEqualTo("120ms");
        assertThat(LimitHeaders.text(Duration.ofMillis(16_500))).isEqualTo("17s");
        assertThat(LimitHeaders.text(Duration.ofMinutes(6))).isEqualTo("6m0s");
    }
}
