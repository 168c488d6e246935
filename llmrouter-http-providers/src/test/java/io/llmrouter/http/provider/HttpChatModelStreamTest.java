package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Delta;
import io.llmrouter.api.FinishReason;
import io.llmrouter.http.RawServer;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HttpChatModelStreamTest {
    private static final ChatRequest HELLO = ChatRequest.of("Hello");
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String TEXT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String STOP =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final FakeProvider fake = FakeProvider.start();
    private final RawServer server = new RawServer();
    private final Models models = new Models();
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() throws IOException {
        models.close();
        fake.close();
        server.close();
    }

    @Test
    void theEndMarkEndsTheStreamThoughTheConnectionStaysOpen() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP) + chunk(USAGE + DONE));
            var answer = sink.end.get(500, TimeUnit.MILLISECONDS);
            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.usage().inputTokens()).isEqualTo(3);
            assertThat(peer.isLeftWithin(2_500)).isTrue();
        }
    }

    @Test
    void aServerThatTalksOnAfterTheEndMarkIsLeft() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP + DONE));
            sink.await();
            for (int i = 0; i < 12 && !peer.isLeftWithin(250); i++) {
                peer.write(chunk(": still here\n\n"));
            }
            assertThat(peer.isLeftWithin(250)).isTrue();
            assertThat(sink.violation).isNotDone();
        }
    }

    @Test
    void aStreamWithoutUsageAndEndMarkEndsAfterAShortGrace() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP));
            var answer = sink.end.get(3, TimeUnit.SECONDS);
            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.usage().isKnown()).isFalse();
            assertThat(peer.isLeftWithin(1_000)).isTrue();
        }
    }

    @Test
    void usageThatComesWithinTheGraceIsReported() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP));
            RecordingSink.await(sink.firstDelta);
            peer.write(chunk(USAGE));
            assertThat(sink.await().usage().inputTokens()).isEqualTo(3);
        }
    }

    @Test
    void aHeldStreamLosesNoUsageToTheGrace() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT));
            RecordingSink.await(sink.firstDelta);
            var handle = sink.start.join();
            handle.pause();
            peer.write(chunk(STOP));
            assertThat(peer.isLeftWithin(1_500)).isFalse();
            peer.write(chunk(USAGE));
            handle.resume();
            assertThat(sink.await().usage().inputTokens()).isEqualTo(3);
        }
    }

    @Test
    void aSecondChoiceThatBeginsWithinTheGraceIsWaitedFor() throws Exception {
        raw().stream(ChatRequest.builder().user("Hello").choices(2).build(), sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP));
            RecordingSink.await(sink.firstDelta);
            peer.write(chunk(TEXT.replace("\"index\":0", "\"index\":1")));
            assertThat(peer.isLeftWithin(1_500)).isFalse();
            peer.write(chunk(STOP.replace("\"index\":0", "\"index\":1") + DONE));
            assertThat(sink.await().choices()).hasSize(2);
        }
    }

    @Test
    void aConnectionThatBreaksAfterTheModelStoppedDoesNotSpoilTheAnswer() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            peer.write(HEAD + chunk(TEXT + STOP));
            RecordingSink.await(sink.firstDelta);
            peer.reset();
            var answer = sink.await();
            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void aWholeAnswerInPlaceOfAStreamIsTold() throws Exception {
        raw().stream(HELLO, sink);
        String body = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
                + "\"finish_reason\":\"stop\"}]}";
        try (var peer = server.next()) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            assertThat(sink.await().text()).isEqualTo("Hi");
            assertThat(sink.deltas()).containsExactly(Delta.text("Hi"));
        }
    }

    @Test
    void streamsWithoutAnEndMarkAreWhole() throws Exception {
        fake.script(
                "m",
                Answer.text("all of it").with(Fault.noDone()),
                Answer.text("all").with(Fault.noDoneKeptOpen()));
        var model = models.make("openai_compatible", "m", fake.openAiUrl());
        assertThat(Way.STREAM.ask(model).text()).isEqualTo("all of it");
        assertThat(Way.STREAM.ask(model).text()).isEqualTo("all");
    }

    @Test
    void theConnectionOfAFinishedStreamIsUsedAgain() throws Exception {
        var model = models.make("openai_compatible", "m", fake.openAiUrl());
        Way.STREAM.ask(model);
        RecordedRequest first = fake.requests().get(0);
        assertThat(first.awaitCallerLeft(Duration.ofSeconds(2))).isFalse();
        for (int i = 0; i < 3; i++) {
            Way.PLAIN.ask(model);
        }
        assertThat(fake.requests())
                .extracting(RecordedRequest::connection)
                .contains(1)
                .doesNotContain(4);
    }

    @Test
    @Tag("blocking-sink")
    void aSinkThatTakesItsTimeSlowsTheServer() throws Exception {
        var gate = new CountDownLatch(1);
        var slow = new RecordingSink() {
            @Override
            void taken(Delta delta) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        raw().stream(HELLO, slow);
        try (var peer = server.next()) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            long max = 64 << 20;
            assertThat(peer.writeUntilBlocked(TEXT, max)).isLessThan(16 << 20);
            assertThat(slow.deltas()).hasSize(1);
            slow.start.join().cancel();
            assertThat(peer.isLeftWithin(1_000)).isTrue();
            assertThat(slow.end).isNotDone();
            gate.countDown();
            assertThat(slow.end).failsWithin(Duration.ofSeconds(5));
            assertThat(slow.violation).isNotDone();
        }
    }

    @Test
    void aHeldStreamStopsTheServerAndGoesOnWhole() throws Exception {
        raw().stream(HELLO, sink);
        try (var peer = server.next()) {
            var handle = sink.start.join();
            handle.pause();
            peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            long written = peer.writeUntilBlocked(": " + "x".repeat(1021) + "\n", 64 << 20);
            assertThat(written).isLessThan(16 << 20);
            assertThat(sink.deltas()).isEmpty();
            handle.resume();
            peer.write("x\n\n" + TEXT + STOP + USAGE + DONE);
            assertThat(sink.await().text()).isEqualTo("Hi");
        }
    }

    private HttpChatModel raw() {
        return models.make("openai_compatible", "m", server.url() + "/v1");
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
