package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.CallOptions;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.RouterBuilder;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ServeConfig.Access;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait until a model has room for them, on real sockets. */
class WaitingCallsTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private ServerFixture server(int together, ClientKey... keys) {
        var it = new ServerFixture(
                config -> keys.length == 0 ? config : config.with(new Access(List.of(keys), false, List.of())),
                builder -> limited(builder, together));
        open.add(it);
        return it;
    }

    private static RouterBuilder limited(RouterBuilder builder, int together) {
        return builder.set("llms.fast.limits.max_concurrent", together);
    }

    private static ClientKey key(String holder, int priority) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest((holder + "-key").getBytes(StandardCharsets.UTF_8));
        return new ClientKey(holder, HexFormat.of().formatHex(hash), List.of(), RateLimits.NONE, null, priority);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String said(RecordedRequest request) {
        return request.request().orElseThrow().lastUserText();
    }

    /** Two hundred callers of a model that takes five at a time; some give up, some have little time. */
    @Test
    void underLoadNoMoreAreAskedThanMayBeAndEachSlotComesBack() throws Exception {
        ServerFixture it = server(5);
        Set<String> running = ConcurrentHashMap.newKeySet();
        Set<String> given = ConcurrentHashMap.newKeySet();
        var most = new AtomicInteger();
        it.fake.respond("fast", request -> {
            String name = said(request);
            if (!name.startsWith("short")) {
                running.add(name);
            }
            most.accumulateAndGet(
                    (int) running.stream().filter(each -> !given.contains(each)).count(), Math::max);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
            running.remove(name); // before the answer, after which the next may come at once
            return Answer.text("done");
        });
        ScheduledExecutorService canceller = Executors.newScheduledThreadPool(1);
        open.add(canceller::shutdownNow);
        var random = new Random(7);
        List<CompletableFuture<?>> ends = new ArrayList<>();
        int shortOnes = 0;
        for (int i = 0; i < 200; i++) {
            int kind = random.nextInt(10);
            String name = (kind == 0 ? "short " : "call ") + i;
            ChatRequest.Builder request = ChatRequest.builder()
                    .model("fast")
                    .user(name)
                    .options(CallOptions.NONE.withPriority(random.nextInt(10)));
            if (kind == 0) {
                shortOnes++;
                request.deadline(Duration.ofMillis(1 + random.nextInt(60)));
            }
            Runnable giveUp = i % 2 == 0 ? plain(it, request.build(), ends) : streamed(it, request.build(), ends);
            if (kind == 1) {
                canceller.schedule(
                        () -> {
                            given.add(name);
                            giveUp.run();
                        },
                        random.nextInt(150),
                        TimeUnit.MILLISECONDS);
            }
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

        assertThat(most.get()).isBetween(1, 5);
        assertThat(it.router.queue().waiting()).isZero();
        assertThat(it.router.queue().admitted()).isPositive();
        assertThat(it.router.queue().refused())
                .as("none but calls whose time was over when they came")
                .isLessThanOrEqualTo(shortOnes);
        await(running::isEmpty);
        List<CompletableFuture<?>> last = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            plain(it, ChatRequest.builder().model("fast").user("last " + i).build(), last);
        }
        assertThat(it.router.queue().waiting()).as("five slots are free again").isZero();
        CompletableFuture.allOf(last.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    }

    private static Runnable plain(ServerFixture it, ChatRequest request, List<CompletableFuture<?>> ends) {
        CompletableFuture<ChatResponse> answer = it.router.chatAsync(request);
        ends.add(answer.handle((response, failure) -> response));
        return () -> answer.cancel(true);
    }

    private static Runnable streamed(ServerFixture it, ChatRequest request, List<CompletableFuture<?>> ends) {
        var end = new CompletableFuture<Boolean>();
        ends.add(end);
        StreamHandle handle = it.router.stream(request, new StreamingSink() {
            @Override
            public void onDelta(Delta delta) {}

            @Override
            public void onComplete(ChatResponse response) {
                end.complete(true);
            }

            @Override
            public void onError(LlmRouterException error) {
                end.complete(false);
            }
        });
        return handle::cancel;
    }

    @Test
    void aClientThatDisconnectsLeavesTheQueue() throws Exception {
        ServerFixture it = server(1);
        it.fake.script("fast", Answer.text("first").after(Duration.ofSeconds(5)));
        CompletableFuture<ChatResponse> running = it.router.chatAsync(
                ChatRequest.builder().model("fast").user("hi").build());
        for (String stream : List.of("false", "true")) {
            String asked = body("fast", "waits", ",\"stream\":" + stream);
            try (var raw = it.raw()) {
                raw.write("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                        + "content-length: " + asked.length() + "\r\n\r\n" + asked);
                await(() -> it.router.queue().waiting() == 1);
                assertThat(it.get("/metrics").body()).contains("llmrouter_queue_waiting 1.0");
            }
            long left = System.nanoTime();
            await(() -> it.router.queue().waiting() == 0);
            assertThat(System.nanoTime() - left).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }

        assertThat(it.fake.requests()).hasSize(1);
        running.cancel(true);
    }

    @Test
    void aFullQueueAnswers429WithTheTime() {
        var it = new ServerFixture(
                config -> config, builder -> limited(builder, 1).set("limits.queue.max_waiting", 0));
        open.add(it);
        it.fake.script("fast", Answer.text("first").after(Duration.ofSeconds(5)));
        CompletableFuture<ChatResponse> running = it.router.chatAsync(
                ChatRequest.builder().model("fast").user("hi").build());
        var refused = it.chat("fast", "hi");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isPositive();
        assertThat(it.get("/metrics").body()).contains("llmrouter_queue_refused_total 1.0");
        running.cancel(true);
    }

    @Test
    void aKeyDecidesHowFarAClientMayGoAhead() throws Exception {
        ServerFixture it = server(1, key("low", 3), key("high", 7));
        var hold = new CompletableFuture<RecordedRequest>();
        it.fake.respond("fast", request -> {
            boolean first = hold.complete(request);
            return Answer.text("done").after(Duration.ofMillis(first ? 1_000 : 1));
        });
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        var pool = Executors.newCachedThreadPool();
        open.add(pool::shutdownNow);
        ask(it, pool, answers, "running", "low", "0");
        hold.get(5, TimeUnit.SECONDS);
        String[][] waiting = {{"first", "low", "9"}, {"second", "high", "2"}, {"third", "high", "7"}};
        for (int i = 0; i < waiting.length; i++) {
            int place = i + 1;
            ask(it, pool, answers, waiting[i][0], waiting[i][1], waiting[i][2]);
            await(() -> it.router.queue().waiting() == place);
        }
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }

        assertThat(it.fake.requests())
                .extracting(WaitingCallsTest::said)
                .containsExactly("running", "third", "first", "second");
    }

    private static void ask(
            ServerFixture it,
            ExecutorService pool,
            List<CompletableFuture<Integer>> answers,
            String text,
            String holder,
            String priority) {
        answers.add(CompletableFuture.supplyAsync(
                () -> it.post(
                                "/v1/chat/completions",
                                body("fast", text, ""),
                                "authorization",
                                "Bearer " + holder + "-key",
                                "x-llmrouter-priority",
                                priority)
                        .statusCode(),
                pool));
    }
}
