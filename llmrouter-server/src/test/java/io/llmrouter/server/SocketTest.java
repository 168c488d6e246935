package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.ServerFixture.Raw;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SocketTest {
    private final ServerFixture it = new ServerFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void aMessageIsAnsweredInContentAndDone() throws Exception {
        it.fake.script("fast", Answer.text("Machine learning is ...").usage(7, 8));
        try (var client = new Client(it)) {
            client.send("{\"model\":\"fast\",\"message\":\"What is machine learning?\"}");
            var text = new StringBuilder();
            JsonNode frame = json(client.next());
            for (; !frame.has("done"); frame = json(client.next())) {
                text.append(frame.get("content").asString());
            }
            assertThat(text).hasToString("Machine learning is ...");
            assertThat(frame.get("done").asBoolean()).isTrue();
            assertThat(frame.get("model").asString()).isEqualTo("fast");
            assertThat(frame.at("/usage/total_tokens").asInt()).isEqualTo(15);
            assertThat(frame.get("finish_reason").asString()).isEqualTo("stop");
        }
        assertThat(it.fake.requests("fast").get(0).stream()).isTrue();
    }

    @Test
    void aChatWithMessagesIsAnsweredInEvents() throws Exception {
        it.fake.script("fast", Answer.text("one two"));
        try (var client = new Client(it)) {
            client.send("{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            var frames = new ArrayList<String>();
            do {
                frames.add(client.next());
            } while (!frames.get(frames.size() - 1).contains("[DONE]"));
            assertThat(frames).allMatch(frame -> frame.startsWith("data: ") && frame.endsWith("\n\n"));
            assertThat(frames).last().isEqualTo("data: [DONE]\n\n");
            assertThat(ServerFixture.text(String.join("", frames))).isEqualTo("one two");
            assertThat(json(frames.get(0).substring(6)).get("model").asString()).isEqualTo("fast");
        }
    }

    @Test
    void manyRequestsShareAConnectionAndAreToldApart() throws Exception {
        it.fake.script("fast", Answer.text("slow").firstTokenAfter(Duration.ofMillis(200)));
        it.fake.script("smart", Answer.text("quick"));
        try (var client = new Client(it)) {
            client.send("{\"id\":\"a\",\"model\":\"fast\",\"message\":\"hi\"}");
            client.send("{\"id\":2,\"model\":\"smart\",\"message\":\"hi\"}");
            client.send("{\"id\":\"a\",\"model\":\"fast\",\"message\":\"again\"}");
            var frames = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                JsonNode frame = json(client.next());
                frames.add(frame.get("id").asString("2") + " "
                        + (frame.has("error") ? frame.at("/error/code") : frame.path("content")));
            }
            assertThat(frames).contains("a \"slow\"", "2 \"quick\"", "a \"duplicate_id\"");
        }
    }

    @Test
    void aCancelledRequestEndsUpstreamAndTheConnectionGoesOn() throws Exception {
        it.fake.script("fast", Answer.text("a b c").between(Duration.ofMinutes(1)), Answer.text("next"));
        try (var client = new Client(it)) {
            client.send("{\"id\":\"x\",\"model\":\"fast\",\"message\":\"hi\"}");
            assertThat(client.next()).contains("a ");
            client.send("{\"type\":\"cancel\",\"id\":\"x\"}");
            assertThat(it.fake.requests("fast").get(0).awaitCallerLeft(Duration.ofSeconds(5)))
                    .isTrue();
            JsonNode last = json(client.next());
            assertThat(last.get("id").asString()).isEqualTo("x");
            assertThat(last.get("done").asBoolean()).isTrue();
            assertThat(last.has("error")).isTrue();
            client.send("{\"model\":\"fast\",\"message\":\"hi\"}");
            assertThat(client.next()).contains("next");
        }
    }

    @Test
    void aClientThatLeavesCancelsItsCalls() throws Exception {
        it.fake.script("fast", Answer.text("a b").firstTokenAfter(Duration.ofMinutes(1)));
        var client = new Client(it);
        client.send("{\"model\":\"fast\",\"message\":\"hi\"}");
        it.fake.awaitRequests(1, Duration.ofSeconds(5));
        client.socket.abort();
        assertThat(it.fake.requests("fast").get(0).awaitCallerLeft(Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void pingsAreAnsweredInBothLanguages() throws Exception {
        try (var client = new Client(it)) {
            client.send("{\"type\":\"ping\",\"id\":\"p\"}");
            assertThat(json(client.next())).isEqualTo(json("{\"type\":\"pong\",\"id\":\"p\"}"));
            client.socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get(5, TimeUnit.SECONDS);
            client.pong.get(5, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"message\":5}",
                "{\"messages\":[]}",
                "{\"type\":\"dance\"}",
                "{\"model\":\"nobody\",\"message\":\"hi\"}"
            })
    void aBadMessageIsAnErrorAndTheConnectionGoesOn(String message) throws Exception {
        try (var client = new Client(it)) {
            client.send(message);
            assertThat(client.next()).contains("\"error\":{");
            client.send("{\"type\":\"ping\"}");
            assertThat(client.next()).contains("pong");
        }
    }

    @Test
    void aProvidersErrorIsTold() throws Exception {
        it.fake.script("fast", Answer.fault(Fault.status(429)));
        try (var client = new Client(it)) {
            client.send("{\"model\":\"fast\",\"message\":\"hi\"}");
            assertThat(json(client.next()).at("/error/type").asString()).isEqualTo("rate_limit_error");
            client.send("{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            assertThat(client.next()).startsWith("data: {\"error\":");
        }
    }

    @Test
    void aBinaryMessageClosesTheConnection() throws Exception {
        try (var client = new Client(it)) {
            client.socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get(5, TimeUnit.SECONDS);
            assertThat(client.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1003);
        }
    }

    /** Writes a handshake and a frame byte by byte. */
    private static void writeFrame(Raw raw, int firstByte, byte[] payload) throws IOException {
        raw.write(String.join(
                "\r\n",
                "GET /v1/chat/ws HTTP/1.1",
                "host: x",
                "upgrade: websocket",
                "connection: upgrade",
                "sec-websocket-version: 13",
                "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                ""));
        raw.readUntil("\r\n\r\n");
        var frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length & 0xff);
        }
        frame.writeBytes(new byte[4]); // a mask of zeros changes nothing
        frame.writeBytes(payload);
        raw.socket().getOutputStream().write(frame.toByteArray());
    }

    private static int closeCode(ServerFixture server, int firstByte, byte[] payload) throws IOException {
        try (Raw raw = server.raw()) {
            writeFrame(raw, firstByte, payload);
            byte[] answer = raw.socket().getInputStream().readNBytes(4);
            assertThat(answer[0]).as("a close frame").isEqualTo((byte) 0x88);
            return (answer[2] & 0xff) << 8 | (answer[3] & 0xff);
        }
    }

    @Test
    void brokenTextAndTooLargeMessagesHaveTheirCloseCodes() throws Exception {
        try (var small = new ServerFixture(config -> config.with(new ServeConfig.Limits(1_024, 8_192, 100, 10, 10)))) {
            assertThat(closeCode(small, 0x81, new byte[] {'{', (byte) 0xff, '}'}))
                    .isEqualTo(1007);
            assertThat(closeCode(small, 0x81, new byte[1_100])).isEqualTo(1009);
            assertThat(closeCode(small, 0xf1, new byte[10])).as("reserved bits").isEqualTo(1002);
            try (var client = new Client(small)) {
                client.socket.sendText("x".repeat(900), false).get(5, TimeUnit.SECONDS);
                client.socket.sendText("x".repeat(900), true).get(5, TimeUnit.SECONDS);
                assertThat(client.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1009);
            }
            assertThat(small.chat("fast", "hi").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void messagesShareTheBytesOfAllRequests() {
        var budget = new BodyBudget(100);
        var handler = new SocketBudget(budget);
        var channel = new EmbeddedChannel(handler);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[60]));
        long whole = handler.handOver();
        assertThat(whole).isEqualTo(60);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[60]));
        assertThat(channel.isOpen()).as("more than there is").isFalse();
        Object sent = channel.readOutbound();
        assertThat(sent).isInstanceOf(CloseWebSocketFrame.class);
        budget.giveBack(whole);
        assertThat(budget.take(100)).as("all is given back").isTrue();
    }

    @Test
    void pingsTakeNothingForLong() {
        var budget = new BodyBudget(100);
        var handler = new SocketBudget(budget);
        var channel = new EmbeddedChannel(handler, handler.controlFrames());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[16]));
        channel.writeInbound(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[10])));
        assertThat(budget.take(100)).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void aClientThatDoesNotReadHoldsItsProviderBack() throws Exception {
        String word = "x".repeat(1_000) + " "; // far more in all than the sockets' buffers hold
        it.fake.script("fast", Answer.text(word.repeat(20_000)));
        try (Raw raw = it.raw()) {
            raw.socket().setReceiveBufferSize(8_192);
            writeFrame(raw, 0x81, "{\"model\":\"fast\",\"message\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
            RecordedRequest upstream =
                    it.fake.awaitRequests(1, Duration.ofSeconds(5)).get(0);
            int written = -1;
            for (int still = 0; still < 5; ) {
                assertThat(upstream.awaitCallerLeft(Duration.ofMillis(100))).isFalse();
                int now = upstream.chunksWritten();
                still = now == written && now > 0 ? still + 1 : 0;
                written = now;
            }
            assertThat(written).isLessThan(20_000);
        }
    }

    @Test
    void theServersEndIsToldAsGoingAway() throws Exception {
        try (var client = new Client(it)) {
            client.send("{\"type\":\"ping\"}");
            client.next();
            it.server.close();
            assertThat(client.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    @Test
    void aPageOfAnotherOriginGetsNoConnection() {
        assertThatThrownBy(() -> new Client(it, "Origin", "https://evil.example.com"))
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
    }

    /** A client that keeps the frames it gets. */
    private static final class Client implements WebSocket.Listener, AutoCloseable {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final CompletableFuture<Boolean> pong = new CompletableFuture<>();
        final WebSocket socket;
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        Client(ServerFixture it, String... headers) throws Exception {
            var builder = HttpClient.newHttpClient().newWebSocketBuilder();
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            var uri = URI.create(it.uri("/v1/chat/ws").toString().replace("http:", "ws:"));
            socket = builder.buildAsync(uri, this).get(10, TimeUnit.SECONDS);
        }

        void send(String text) throws Exception {
            socket.sendText(text, true).get(5, TimeUnit.SECONDS);
        }

        String next() throws InterruptedException {
            String frame = frames.poll(10, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("No frame came");
            }
            return frame;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pong.complete(true);
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}
