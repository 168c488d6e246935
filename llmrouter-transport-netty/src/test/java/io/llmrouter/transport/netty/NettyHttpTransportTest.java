package io.llmrouter.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.http.HttpCall;
import io.llmrouter.http.HttpHead;
import io.llmrouter.http.HttpListener;
import io.llmrouter.http.HttpTransport;
import io.llmrouter.http.HttpTransportContract;
import io.llmrouter.http.RawServer;
import io.llmrouter.http.TransportFailure;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NettyHttpTransportTest extends HttpTransportContract {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";

    @Override
    protected HttpTransport newTransport() {
        return new NettyHttpTransport();
    }

    @Test
    void itIsFoundAsTheTransportOfTheProviders() {
        var found = ServiceLoader.load(HttpTransport.class).findFirst().orElseThrow();
        try (found) {
            assertThat(found).isInstanceOf(NettyHttpTransport.class);
        }
    }

    @Test
    void anExchangeThatIsStartedOnALoopStaysOnIt() throws Exception {
        try (var transport = newTransport();
                var server = new RawServer();
                var loops = EventLoops.lease()) {
            for (int i = 0; i < 4; i++) {
                EventLoop loop = loops.group().next();
                var told = new CompletableFuture<Boolean>();
                loop.execute(() -> transport
                        .exchange(call(server.url()), new Ending(() -> told.complete(loop.inEventLoop())))
                        .start());
                try (var peer = server.next()) {
                    peer.write(OK + "Connection: close\r\n\r\nok");
                    assertThat(told.get(5, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    @Test
    void anIdleConnectionIsClosedInTime() throws Exception {
        var tls = SslContextBuilder.forClient().build();
        try (var transport = new NettyHttpTransport(tls, Duration.ofMillis(100));
                var server = new RawServer()) {
            transport.exchange(call(server.url()), new Ending(() -> {})).start();
            try (var peer = server.next()) {
                peer.write(OK + "\r\nok");
                assertThat(peer.isLeftWithin(3_000)).isTrue();
            }
        }
    }

    @Test
    void aConnectionIsNotKeptLongerThanTheServerOffers() throws Exception {
        try (var transport = newTransport();
                var server = new RawServer()) {
            transport.exchange(call(server.url()), new Ending(() -> {})).start();
            try (var peer = server.next()) {
                peer.write(OK + "Keep-Alive: timeout=1\r\n\r\nok");
                assertThat(peer.isLeftWithin(3_000)).isTrue();
            }
        }
    }

    @Test
    void anInterimAnswerIsPassedOver() throws Exception {
        try (var transport = newTransport();
                var server = new RawServer()) {
            var told = new CompletableFuture<Boolean>();
            transport
                    .exchange(call(server.url()), new Ending(() -> told.complete(true)))
                    .start();
            try (var peer = server.next()) {
                peer.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + "\r\nok");
                assertThat(told.get(5, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static HttpCall call(String url) {
        return new HttpCall(URI.create(url), Map.of(), new byte[0], Duration.ofSeconds(2));
    }

    /** Runs a task at the proper end of an answer with status 200. */
    private static final class Ending implements HttpListener {
        private final Runnable atEnd;
        private int status;

        Ending(Runnable atEnd) {
            this.atEnd = atEnd;
        }

        @Override
        public void onHead(HttpHead head) {
            status = head.status();
        }

        @Override
        public void onBytes(ByteBuffer bytes) {}

        @Override
        public void onEnd() {
            if (status == 200) {
                atEnd.run();
            }
        }

        @Override
        public void onFailure(TransportFailure failure, Throwable cause) {}
    }
}
