package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FakeProviderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeProvider fake = FakeProvider.start();
    private final Caller caller = new Caller(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void answersComeInOrderAndTheLastOneRepeats(WireKind kind) throws Exception {
        fake.script("m", Answer.text("one"), Answer.text("two"));
        assertThat(caller.text(kind, "m")).isEqualTo("one");
        assertThat(caller.text(kind, "m")).isEqualTo("two");
        assertThat(caller.text(kind, "m")).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aModelWithoutAScriptEchoes(WireKind kind) throws Exception {
        assertThat(caller.text(kind, "other")).isEqualTo("echo: Hi there");
    }

    @Test
    void aScriptForAnyModelStandsBackBehindAModelsOwn() throws Exception {
        fake.scriptAny(Answer.text("any")).script("m", Answer.text("own"));
        assertThat(caller.text(WireKind.OPENAI, "m")).isEqualTo("own");
        assertThat(caller.text(WireKind.OPENAI, "n")).isEqualTo("any");
    }

    @Test
    void aFunctionAnswersByTheRequest() throws Exception {
        fake.respond(
                "m",
                received -> Answer.text(
                        received.request().orElseThrow().lastUserText().toUpperCase(Locale.ROOT)));
        assertThat(caller.text(WireKind.OPENAI, "m")).isEqualTo("HI THERE");
    }

    @Test
    void aFunctionThatFailsIsAnError500() throws Exception {
        fake.respond("m", received -> {
            throw new IllegalStateException("my mistake");
        });
        var answer = caller.ask(WireKind.OPENAI, "m", false);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Caller.json(answer.body()).at("/error/message").asString()).contains("my mistake");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aRequestIsRecordedWhole(WireKind kind) throws Exception {
        try (var client = new RawClient(fake)) {
            client.post(Ask.path(kind, "m", true) + "?a=b", Ask.body(kind, "m", true), "X-Mine: 1", "Connection: close")
                    .readToEnd();
        }
        RecordedRequest request = fake.awaitRequests(1, PATIENCE).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo(Ask.path(kind, "m", true));
        assertThat(request.query()).isEqualTo("a=b");
        assertThat(request.header("x-mine")).contains("1");
        assertThat(request.headers().get("X-MINE")).containsExactly("1");
        assertThat(request.bodyText()).isEqualTo(Ask.body(kind, "m", true));
        assertThat(request.format()).isEqualTo(kind);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isTrue();
        assertThat(request.request().orElseThrow().lastUserText()).isEqualTo("Hi there");
        assertThat(request.toString()).doesNotContain("Hi there");
        assertThat(request.callerLeft().get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(fake.requests("m")).containsExactly(request);
        assertThat(fake.requests("n")).isEmpty();
    }

    @Test
    void awaitingMoreRequestsThanComeFails() {
        assertThatThrownBy(() -> fake.awaitRequests(1, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected 1 requests");
    }

    @Test
    void aCallerThatLeavesDuringSilenceIsNoticed() throws Exception {
        fake.script("m", Answer.fault(Fault.silence()));
        try (var client = new RawClient(fake)) {
            client.ask(WireKind.OPENAI, "m", false);
            fake.awaitRequests(1, PATIENCE);
            assertThat(fake.requests().get(0).awaitCallerLeft(Duration.ofMillis(20)))
                    .isFalse();
        }
        assertThat(fake.requests().get(0).awaitCallerLeft(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aCallerThatLeavesBetweenTwoChunksIsNoticed(WireKind kind) throws Exception {
        fake.script("m", Answer.text("").chunks("aaa", "bbb").between(Duration.ofHours(1)));
        try (var client = new RawClient(fake)) {
            client.ask(kind, "m", true).await("aaa");
        }
        RecordedRequest request = fake.requests().get(0);
        assertThat(request.awaitCallerLeft(PATIENCE)).isTrue();
        assertThat(request.chunksWritten()).isEqualTo(1);
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (var client = new RawClient(fake)) {
            client.ask(WireKind.OPENAI, "m", true).await("[DONE]");
            client.ask(WireKind.BEDROCK, "m", false).await("latencyMs");
            fake.script("m", Answer.fault(Fault.status(503)));
            client.ask(WireKind.OPENAI, "m", false).await("The fake provider answers 503");
            client.send("GET /v1/models HTTP/1.1\r\n\r\n").await("\"list\"");
            assertThat(fake.openConnections()).isEqualTo(1);
        }
        assertThat(fake.requests()).extracting(RecordedRequest::connection).containsExactly(1, 1, 1, 1);
    }

    @Test
    void pausesAreKept() throws Exception {
        Duration pause = Duration.ofMillis(30);
        fake.script(
                "m", Answer.text("a b c").after(pause).firstTokenAfter(pause).between(pause));
        long start = System.nanoTime();
        caller.ask(WireKind.OPENAI, "m", true);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(pause.multipliedBy(4));
    }

    @Test
    void theHeadComesBeforeALateFirstToken() throws Exception {
        fake.script("m", Answer.text("late").firstTokenAfter(Duration.ofHours(1)));
        try (var client = new RawClient(fake)) {
            Seen seen = client.ask(WireKind.OPENAI, "m", true).await("\r\n\r\n").readFor(50);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.body()).isEmpty();
        }
    }

    @RepeatedTest(20)
    void closingEndsEveryWaitAndLeavesNoThread() throws Exception {
        fake.script("silent", Answer.fault(Fault.silence()));
        fake.script("slow", Answer.text("a b").between(Duration.ofHours(1)));
        var clients = new RawClient[] {new RawClient(fake), new RawClient(fake), new RawClient(fake)};
        clients[0].ask(WireKind.OPENAI, "silent", false);
        clients[1].ask(WireKind.BEDROCK, "slow", true);
        clients[2].send("GET /v1/models HTTP/1.1\r\n\r\n").await("list");
        fake.awaitRequests(3, PATIENCE);
        assertThat(fake.openConnections()).isEqualTo(3);
        long start = System.nanoTime();
        fake.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(fake.openConnections()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("fake-provider-" + fake.port()));
        for (RawClient client : clients) {
            assertThat(client.readToEnd().end()).isNotEqualTo(Seen.End.SILENT);
            client.close();
        }
        assertThat(fake.requests().get(0).callerLeft().get(10, TimeUnit.SECONDS))
                .isFalse();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> FakeProvider.start(fake.port()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(fake.port()));
    }

    @Test
    void thinkingAndUsageCanBeSaidInEveryFormat() throws Exception {
        fake.script("m", Answer.text("so").thinking("hm", "sealed").usage(11, 22));
        for (WireKind kind : WireKind.values()) {
            for (boolean stream : new boolean[] {false, true}) {
                String body = new String(caller.ask(kind, "m", stream).body(), StandardCharsets.UTF_8);
                assertThat(body).as("%s %s", kind, stream).contains("hm", "so", "11", "22");
            }
        }
    }
}
