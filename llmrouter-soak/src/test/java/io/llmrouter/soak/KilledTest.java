package io.llmrouter.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.JournalReader;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of traffic. */
@Timeout(120)
class KilledTest {
    private static final int CALLERS = 8;
    private static final List<String> SMALL = List.of("-Xmx128m");

    @TempDir
    private Path folder;

    @Test
    void atMostTheLastSecondIsLostAndNothingIsThereTwice() throws Exception {
        Path journal = folder.resolve("journal");
        Map<String, Instant> answered = new ConcurrentHashMap<>();
        Instant killed;
        try (FakeProvider fake = FakeProvider.start()) {
            fake.scriptAny(Answer.text("some words of an answer").between(Duration.ofMillis(2)));
            ServerProcess server = ServerProcess.start(
                    write("journal: {enabled: true, path: \"%s\"}".formatted(journal), "", fake), List.of(), SMALL);
            var enough = new CountDownLatch(400);
            List<Thread> callers = traffic(new Caller(server.port()), answered, enough);
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            killed = Instant.now();
            server.kill();
            for (Thread caller : callers) {
                caller.join();
            }
        }

        var records = new ArrayList<CallRecord>();
        int bad = JournalReader.read(journal, Instant.EPOCH, records::add);
        assertThat(bad).as("half lines").isLessThanOrEqualTo(1);
        List<String> ids = records.stream().map(CallRecord::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        List<String> before = answered.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(killed.minusSeconds(1)))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(ids).containsAll(before);
        assertThat(ServerProcess.command("usage", "--json", "--journal", journal.toString()))
                .contains("\"calls\": " + records.size());
        assertThat(ServerProcess.command("explain", "last", "--journal", journal.toString()))
                .contains(ids.get(ids.size() - 1));
    }

    @Test
    void whatWasSpentBeforeTheKillIsSpentAfterIt() throws Exception {
        int port = freePort();
        Process redis = redis(port);
        try (FakeProvider fake = FakeProvider.start()) {
            fake.scriptAny(Answer.text("dear").usage(100, 100));
            Path config = write("""
                    limits: {store: redis, redis: {url: "redis://127.0.0.1:%d/0", timeout: 2s, on_failure: reject}}
                    serve: {keys: {poor: {key: poor-secret, budget: 0.01/day}}}
                    """.formatted(port), ", input_price: 10, output_price: 10", fake);
            ServerProcess server = ServerProcess.start(config, List.of(), SMALL);
            var caller = new Caller(server.port());
            while (caller.ask("poor-secret", "hi").statusCode() == 200) {
                assertThat(fake.requests()).hasSizeLessThan(20);
            }
            int spent = fake.requests().size();
            assertThat(spent).isPositive();
            server.kill();

            try (ServerProcess again = ServerProcess.start(config, List.of(), SMALL)) {
                HttpResponse<String> refused = new Caller(again.port()).ask("poor-secret", "hi");
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
            }
            assertThat(fake.requests()).hasSize(spent);
        } finally {
            redis.destroyForcibly();
        }
    }

    private Path write(String head, String more, FakeProvider fake) throws IOException {
        return Files.writeString(folder.resolve("llmrouter.yaml"), head + """

                llms:
                  m: {provider: openai, base_url: "%s", api_key: k%s}
                """.formatted(fake.openAiUrl(), more));
    }

    private static List<Thread> traffic(Caller caller, Map<String, Instant> answered, CountDownLatch enough) {
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            boolean stream = i % 2 == 0;
            var thread = new Thread(() -> {
                while (ask(caller, answered, stream)) {
                    enough.countDown();
                }
            });
            thread.start();
            callers.add(thread);
        }
        return callers;
    }

    /** {@code false} once the server is gone. */
    private static boolean ask(Caller caller, Map<String, Instant> answered, boolean stream) {
        try {
            HttpResponse<String> answer = caller.askAsync("", "hi", stream).join();
            answered.put(answer.headers().firstValue("x-llmrouter-request-id").orElseThrow(), Instant.now());
            return true;
        } catch (CompletionException gone) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process redis(int port) throws IOException {
        Process redis;
        try {
            redis = new ProcessBuilder(
                            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
        } catch (IOException absent) {
            Assumptions.abort("redis-server is not installed: budgets across a kill are not tested");
            throw absent;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return redis;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("redis-server does not listen");
    }
}
