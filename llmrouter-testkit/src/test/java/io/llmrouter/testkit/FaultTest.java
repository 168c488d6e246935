package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.testkit.Seen.End;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final int QUIET_MILLIS = 150;

    private final FakeProvider fake = FakeProvider.start();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aStatusIsAnErrorOfTheFormat(WireKind kind) throws Exception {
        for (boolean stream : List.of(false, true)) {
            Seen seen = see(kind, Answer.fault(Fault.status(429).retryAfter(Duration.ofMillis(1_200))), stream);
            assertThat(seen.status()).isEqualTo(429);
            assertThat(seen.header("content-type")).isEqualTo("application/json");
            assertThat(seen.header("retry-after")).isEqualTo("2");
            assertThat(seen.text())
                    .contains(
                            switch (kind) {
                                case OPENAI -> "\"code\":\"rate_limit_exceeded\"";
                                case ANTHROPIC -> "\"type\":\"rate_limit_error\"";
                                case BEDROCK -> "x-amzn-ErrorType: ThrottlingException";
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aStatusCarriesTheCodeAndTheMessageOfTheTest(WireKind kind) throws Exception {
        Seen seen = see(kind, Answer.fault(Fault.status(400, "my_code", "my words")), false);
        assertThat(seen.status()).isEqualTo(400);
        assertThat(seen.text()).contains("my_code");
        assertThat(seen.bodyText()).contains("my words");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, context_length_exceeded, content_policy_violation, must not be of the assistant",
        "ANTHROPIC, prompt is too long, content filtering policy, does not support assistant message prefill",
        "BEDROCK, Input is too long, content filtering policy, ends with an assistant message",
    })
    void refusalsComeInTheProvidersOwnWords(WireKind kind, String tooLong, String refused, String noPrefill)
            throws Exception {
        Seen length = see(kind, Answer.fault(Fault.contextLength()), true);
        assertThat(length.status()).isEqualTo(400);
        assertThat(length.bodyText()).contains(tooLong);
        assertThat(see(kind, Answer.fault(Fault.contentPolicy()), false).bodyText())
                .contains(refused);
        assertThat(KnownError.NO_PREFILL.in(kind).message()).contains(noPrefill);
    }

    @Test
    void onlyARequestThatEndsWithTheAssistantIsRefusedAsPrefill() throws Exception {
        fake.script("m", Answer.text("fine").with(Fault.noPrefill()));
        String user = "{\"role\":\"user\",\"content\":\"hi\"}";
        String assistant = "{\"role\":\"assistant\",\"content\":\"he\"}";

        assertThat(chat(user)).isEqualTo(200);
        assertThat(chat(user + "," + assistant)).isEqualTo(400);
    }

    private int chat(String messages) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(fake.openAiUrl() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"messages\":[" + messages + "]}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, overloaded, rate_limit_exceeded, server_error",
        "ANTHROPIC, overloaded_error, rate_limit_error, api_error",
        "BEDROCK, serviceUnavailableException, throttlingException, modelStreamErrorException",
    })
    void errorsWithinAStreamComeInTheProvidersOwnWords(
            WireKind kind, String overloaded, String throttled, String failed) throws Exception {
        assertThat(see(kind, abc().with(Fault.overloadedInStreamAt(0)), true).text())
                .contains(overloaded);
        assertThat(see(kind, abc().with(Fault.throttledInStreamAt(2)), true).text())
                .contains(throttled);
        assertThat(see(kind, abc().with(Fault.modelErrorInStreamAt(2)), true).text())
                .contains(failed);
    }

    @Test
    void aRetryAfterDateIsAnHttpDate() throws Exception {
        Instant until = Instant.parse("2026-01-02T03:04:05Z");
        Seen seen = see(WireKind.BEDROCK, Answer.fault(Fault.status(503).retryAfterDate(until)), false);
        assertThat(seen.header("retry-after")).isEqualTo("Fri, 2 Jan 2026 03:04:05 GMT");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aResetComesWithoutAByte(WireKind kind) throws Exception {
        for (boolean stream : List.of(false, true)) {
            Seen seen = see(kind, Answer.fault(Fault.resetBeforeResponse()), stream);
            assertThat(seen.text()).isEmpty();
            assertThat(seen.end()).isEqualTo(End.RESET);
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aCloseComesWithoutAByte(WireKind kind) throws Exception {
        for (boolean stream : List.of(false, true)) {
            Seen seen = see(kind, Answer.fault(Fault.closeBeforeResponse()), stream);
            assertThat(seen.text()).isEmpty();
            assertThat(seen.end()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void silenceSendsNothingAndStaysOpen(WireKind kind) throws Exception {
        fake.script("m", Answer.fault(Fault.silence()));
        try (var client = new RawClient(fake)) {
            client.ask(kind, "m", true);
            fake.awaitRequests(1, Duration.ofSeconds(5));
            Seen seen = client.readFor(QUIET_MILLIS);
            assertThat(seen.text()).isEmpty();
            assertThat(seen.end()).isEqualTo(End.SILENT);
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void silenceAfterHeadersSendsTheHeadAlone(WireKind kind) throws Exception {
        for (boolean stream : List.of(false, true)) {
            Seen seen = seeSilent(kind, Answer.fault(Fault.silenceAfterHeaders()), stream, "\r\n\r\n");
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.body()).isEmpty();
            assertThat(seen.end()).isEqualTo(End.SILENT);
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aDyingStreamIsResetAfterItsChunks(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.dieAfter(2)), true);
        assertThat(seen.end()).isEqualTo(End.RESET);
        assertThat(seen.bodyText()).contains("aaa", "bbb").doesNotContain("ccc");
        assertThat(seen.chunksEnded()).isFalse();
        assertThat(fake.requests().get(0).chunksWritten()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aCutStreamIsClosedWithinItsBody(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.cutAfter(1)), true);
        assertThat(seen.end()).isEqualTo(End.CLOSED);
        assertThat(seen.bodyText()).contains("aaa").doesNotContain("bbb");
        assertThat(seen.chunksEnded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void anEndedStreamHasAWholeBodyAndHalfAnAnswer(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.endAfter(1)), true);
        assertThat(seen.chunksEnded()).isTrue();
        assertThat(seen.bodyText()).contains("aaa").doesNotContain("bbb");
        assertThat(hasEndMark(kind, seen)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aStallingStreamFallsSilentAndStaysOpen(WireKind kind) throws Exception {
        Seen seen = seeSilent(kind, abc().with(Fault.stallAfter(2)), true, "bbb");
        assertThat(seen.end()).isEqualTo(End.SILENT);
        assertThat(seen.bodyText()).contains("aaa", "bbb").doesNotContain("ccc");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aFaultAfterMoreChunksThanThereAreComesBeforeTheEnd(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.dieAfter(99)), true);
        assertThat(seen.end()).isEqualTo(End.RESET);
        assertThat(seen.bodyText()).contains("ccc");
        assertThat(hasEndMark(kind, seen)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aPlainAnswerIsCutInItsMiddle(WireKind kind) throws Exception {
        Answer answer = Answer.text("word ".repeat(200));
        Seen reset = see(kind, answer.with(Fault.dieAfter(5)), false);
        assertThat(reset.end()).isEqualTo(End.RESET);
        Seen closed = see(kind, answer.with(Fault.cutAfter(5)), false);
        assertThat(closed.end()).isEqualTo(End.CLOSED);
        Seen silent = seeSilent(kind, answer.with(Fault.stallAfter(5)), false, "word word");
        assertThat(silent.end()).isEqualTo(End.SILENT);
        assertThat(List.of(reset, closed, silent))
                .allSatisfy(
                        seen -> assertThat(seen.body()).hasSize(Integer.parseInt(seen.header("content-length")) / 2));
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void anInvalidEventComesBesideTheOthers(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.invalidJsonAt(1)), true);
        String body = seen.bodyText();
        assertThat(body).containsSubsequence("aaa", "bro", "bbb", "ccc");
        assertThat(hasEndMark(kind, seen)).isTrue();
        assertThat(seen.chunksEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void anInvalidPlainAnswerIsWholeAsHttp(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.invalidJsonAt(0)), false);
        assertThat(seen.body()).hasSize(Integer.parseInt(seen.header("content-length")));
        assertThat(seen.bodyText()).startsWith("{").doesNotEndWith("}");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void anErrorInAStreamEndsItWithStatus200(WireKind kind) throws Exception {
        Answer answer = abc().with(Fault.errorInStreamAt(1, "throttlingException", "too fast"));
        Seen seen = see(kind, answer, true);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.bodyText()).containsSubsequence("aaa", "too fast").doesNotContain("bbb");
        assertThat(seen.bodyText()).contains("throttlingException");
        assertThat(seen.chunksEnded()).isTrue();
        assertThat(hasEndMark(kind, seen)).isFalse();
        if (kind == WireKind.BEDROCK) {
            List<EventStreamReader.Message> events = EventStreamReader.read(seen.body());
            assertThat(events.get(events.size() - 1).headers())
                    .containsEntry(":message-type", "exception")
                    .containsEntry(":exception-type", "throttlingException");
        }
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aPlainErrorCanComeWithStatus200(WireKind kind) throws Exception {
        Seen seen = see(kind, abc().with(Fault.errorInStreamAt(0, "overloaded_error", "later")), false);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.bodyText()).contains("later").doesNotContain("aaa");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aStreamWithoutItsEndMarkIsOtherwiseWhole(WireKind kind) throws Exception {
        Seen whole = see(kind, abc(), true);
        assertThat(hasEndMark(kind, whole)).isTrue();
        Seen seen = see(kind, abc().with(Fault.noDone()), true);
        assertThat(seen.bodyText()).contains("aaa", "bbb", "ccc");
        assertThat(hasEndMark(kind, seen)).isFalse();
        assertThat(seen.chunksEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aStreamWithoutItsEndMarkCanStayOpen(WireKind kind) throws Exception {
        Seen seen = seeSilent(kind, abc().with(Fault.noDoneKeptOpen()), true, "ccc");
        assertThat(seen.bodyText()).contains("ccc");
        assertThat(hasEndMark(kind, seen)).isFalse();
        assertThat(seen.chunksEnded()).isFalse();
        assertThat(seen.end()).isEqualTo(End.SILENT);
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void bodiesThatAreNoAnswersComeWithStatus200(WireKind kind) throws Exception {
        Seen empty = see(kind, Answer.fault(Fault.emptyBody()), true);
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.header("content-length")).isEqualTo("0");
        Seen page = see(kind, Answer.fault(Fault.html()), true);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html");
        assertThat(page.bodyText()).startsWith("<!DOCTYPE html>");
        Seen noise = see(kind, Answer.fault(Fault.garbage()), true);
        assertThat(noise.status()).isEqualTo(200);
        assertThat(noise.body())
                .hasSize(512)
                .isEqualTo(see(kind, Answer.fault(Fault.garbage()), true).body());
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aHugeErrorHasItsBytes(WireKind kind) throws Exception {
        Seen seen = see(kind, Answer.fault(Fault.hugeError(500, 1_000_000)), true);
        assertThat(seen.status()).isEqualTo(500);
        assertThat(seen.body()).hasSizeBetween(1_000_000, 1_000_300);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,Authorization: Bearer sk-secret",
        "ANTHROPIC,x-api-key: sk-secret",
        "BEDROCK,Authorization: sk-secret"
    })
    void anErrorCanRepeatTheKey(WireKind kind, String header) throws Exception {
        Seen seen = see(kind, Answer.fault(Fault.echoKey(401)), false, header);
        assertThat(seen.status()).isEqualTo(401);
        assertThat(seen.bodyText()).contains("sk-secret");
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void aTrickleTakesItsTimeForEveryByte(WireKind kind) throws Exception {
        long start = System.nanoTime();
        Answer answer = Answer.text("").chunks("aaa");
        Seen seen = see(kind, answer.with(Fault.trickle(Duration.ofNanos(500_000))), true);
        assertThat(Duration.ofNanos(System.nanoTime() - start).toNanos()).isGreaterThan(seen.body().length * 500_000L);
        assertThat(hasEndMark(kind, seen)).isTrue();
        assertThat(seen.text()).contains("\r\n1\r\na\r\n1\r\na\r\n1\r\na\r\n");
    }

    @Test
    void aWrongChecksumIsThatOfTheFirstChunk() throws Exception {
        Seen seen = see(WireKind.BEDROCK, abc().with(Fault.badCrc()), true);
        assertThatThrownBy(() -> EventStreamReader.read(seen.body()))
                .isInstanceOf(EventStreamReader.WrongChecksum.class);
        assertThat(seen.bodyText()).contains("ccc");
    }

    @Test
    void aFaultWithoutSenseIsRefused() {
        assertThatThrownBy(() -> Fault.dieAfter(-1)).hasMessageContaining("chunk");
        assertThatThrownBy(() -> Fault.status(99)).hasMessageContaining("status");
        assertThatThrownBy(() -> Fault.status(500).header("X", "a\r\nb")).hasMessageContaining("control");
    }

    private static Answer abc() {
        return Answer.text("").chunks("aaa", "bbb", "ccc");
    }

    /** What a caller sees that wants its connection closed after the answer. */
    private Seen see(WireKind kind, Answer answer, boolean stream, String... headers) throws IOException {
        fake.script("m", answer);
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Connection: close";
        try (var client = new RawClient(fake)) {
            return client.ask(kind, "m", stream, all).readToEnd();
        }
    }

    /** What a caller sees of an answer that falls silent once that text has come. */
    private Seen seeSilent(WireKind kind, Answer answer, boolean stream, String last) throws IOException {
        fake.script("m", answer);
        try (var client = new RawClient(fake)) {
            return client.ask(kind, "m", stream).await(last).readFor(QUIET_MILLIS);
        }
    }

    private static boolean hasEndMark(WireKind kind, Seen seen) {
        return seen.bodyText()
                .contains(
                        switch (kind) {
                            case OPENAI -> "[DONE]";
                            case ANTHROPIC -> "message_stop";
                            case BEDROCK -> "messageStop";
                        });
    }
}
