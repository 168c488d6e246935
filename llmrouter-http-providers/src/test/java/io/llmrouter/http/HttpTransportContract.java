package io.llmrouter.http;

import static io.llmrouter.http.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every transport keeps to. */
public abstract class HttpTransportContract {
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final HttpTransport transport = newTransport();
    private final RawServer server = new RawServer();
    private final RecordingListener listener = new RecordingListener();

    /** Made by its subclass alone. */
    protected HttpTransportContract() {}

    protected abstract HttpTransport newTransport();

    @AfterEach
    void close() throws IOException {
        transport.close();
        server.close();
    }

    @Test
    void anAnswerComesHeadFirst() throws Exception {
        start(server.url());
        try (var peer = server.next()) {
            peer.write("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\n");
            HttpHead head = await(listener.head);
            assertThat(head.status()).isEqualTo(429);
            assertThat(head.header("retry-after")).contains("7");
            assertThat(listener.end).isNotDone();
            peer.write("later");
            assertThat(await(listener.end)).isEqualTo("later");
        }
    }

    @Test
    void nothingIsSentBeforeTheStartNorAfterACancellation() throws Exception {
        var exchange = transport.exchange(call(server.url()), listener);
        exchange.cancel();
        exchange.start();
        start(server.url());
        try (var only = server.next()) {
            only.write("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(await(listener.end)).isEmpty();
        }
    }

    @Test
    void cancellingBeforeTheHeadClosesTheSocket() throws Exception {
        var exchange = start(server.url());
        try (var peer = server.next()) {
            exchange.cancel();
            assertThat(peer.isLeftWithin(1_000)).isTrue();
        }
        assertThat(listener.failure).isNotDone();
    }

    @Test
    void cancellingWithinTheBodyClosesTheSocket() throws Exception {
        var exchange = start(server.url());
        try (var peer = server.next()) {
            peer.write(STREAM_HEAD + "data: 1\n\n");
            await(listener.head);
            exchange.cancel();
            assertThat(peer.isLeftWithin(1_000)).isTrue();
        }
        assertThat(listener.end).isNotDone();
        assertThat(listener.failure).isNotDone();
    }

    @Test
    void cancellingAfterTheHeadAndBeforeTheBodyClosesTheSocket() throws Exception {
        var exchange = start(server.url());
        try (var peer = server.next()) {
            peer.write(STREAM_HEAD);
            await(listener.head);
            exchange.cancel();
            assertThat(peer.isLeftWithin(1_000)).isTrue();
        }
    }

    @Test
    void aPausedExchangeReadsNoFurtherUntilItIsResumed() throws Exception {
        var exchange = start(server.url());
        try (var peer = server.next()) {
            exchange.pause();
            peer.write(STREAM_HEAD);
            String chunk = "x".repeat(1 << 16);
            long max = 64 << 20;
            long written = peer.writeUntilBlocked(chunk, max);
            assertThat(written).isLessThan(max);
            assertThat(listener.received.get()).isLessThanOrEqualTo(32 << 10);
            exchange.resume();
            exchange.resume();
            peer.write("the end");
            peer.finish();
            await(listener.end);
            assertThat(listener.received.get()).isEqualTo(written + "the end".length());
        }
    }

    @Test
    void aConnectionIsUsedAgainAlsoWhenItsExchangeIsCancelledAfterTheEnd() throws Exception {
        var first = start(server.url());
        try (var peer = server.next()) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await(listener.end);
            first.cancel();
            var second = new RecordingListener();
            transport.exchange(call(server.url()), second).start();
            assertThat(peer.readRequest()).contains("the body");
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
            assertThat(await(second.end)).isEqualTo("again");
        }
    }

    @Test
    void aClosedPortIsARefusal() throws Exception {
        server.close();
        start(server.url());
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.REFUSED);
    }

    @Test
    void aHostWithoutAnAddressIsUnknown() throws Exception {
        start("http://no-such-host.invalid:1");
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.UNKNOWN_HOST);
    }

    @Test
    void aConnectionThatDoesNotComeAboutTimesOut() throws Exception {
        try (var full = new FullPort()) {
            start(full.url());
            assertThat(await(listener.failure)).isEqualTo(TransportFailure.CONNECT_TIMEOUT);
        }
    }

    @Test
    void aServerWithoutTlsIsATlsFailure() throws Exception {
        var patient = Duration.ofSeconds(20); // the first handshake of a process loads much
        transport
                .exchange(call(server.url().replace("http:", "https:"), patient), listener)
                .start();
        var unused = CompletableFuture.runAsync(this::answerAnything);
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.TLS);
    }

    @Test
    void anAnswerThatIsNotHttpIsToldAsSuch() throws Exception {
        start(server.url());
        try (var peer = server.next()) {
            peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            assertThat(await(listener.failure)).isEqualTo(TransportFailure.NOT_HTTP);
        }
    }

    @Test
    void aConnectionThatClosesBeforeTheAnswerIsBroken() throws Exception {
        start(server.url());
        server.next().close();
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.BROKEN);
    }

    @Test
    void aConnectionThatIsResetWithinTheBodyIsBroken() throws Exception {
        start(server.url());
        var peer = server.next();
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        await(listener.head);
        peer.reset();
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.BROKEN);
        assertThat(listener.end).isNotDone();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        start(server.url());
        try (var peer = server.next()) {
            peer.write("HTTP/1.1 307 There\r\nLocation: " + server.url() + "/there\r\nContent-Length: 0\r\n\r\n");
            assertThat(await(listener.head).status()).isEqualTo(307);
            await(listener.end);
        }
    }

    @Test
    void aClosedTransportFailsItsExchanges() throws Exception {
        transport.close();
        start(server.url());
        assertThat(await(listener.failure)).isEqualTo(TransportFailure.BROKEN);
    }

    @Test
    void aCallDoesNotShowItsHeadersAndItsBody() {
        assertThat(call(server.url()).toString()).contains("127.0.0.1").doesNotContain("secret", "the body");
    }

    private HttpExchange start(String url) {
        var exchange = transport.exchange(call(url), listener);
        exchange.start();
        return exchange;
    }

    private static HttpCall call(String url) {
        return call(url, Duration.ofMillis(500));
    }

    private static HttpCall call(String url, Duration connectTimeout) {
        return new HttpCall(
                URI.create(url + "/v1/chat"),
                Map.of("authorization", "Bearer secret"),
                "the body".getBytes(StandardCharsets.UTF_8),
                connectTimeout);
    }

    private void answerAnything() {
        try (var peer = server.nextUnread()) {
            peer.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
