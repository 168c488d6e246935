package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.ServeConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that does not read holds its provider, so that the server keeps next to nothing of the answer. */
class BackPressureTest {
    private static final int PIECES = 12_000;
    private static final int PIECE = 4_096;
    /** More than the sockets of both connections can hold. */
    private static final int MANY = PIECES * 2 / 3;

    private final CountDownLatch sentMany = new CountDownLatch(MANY);

    @Test
    void aStreamWaitsForItsClientAndIsThenWhole() throws Exception {
        try (var provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var router = LlmRouter.builder()
                        .model(
                                "fast",
                                model -> model.provider("openai_compatible")
                                        .baseUrl("http://127.0.0.1:" + provider.getLocalPort()))
                        .build();
                var server = LlmRouterServer.start(
                        router, ServeConfig.defaults().withPort(0).withModelPrefix(false), "random");
                var client = new Socket()) {
            var sent = CompletableFuture.runAsync(() -> answer(provider));
            client.setReceiveBufferSize(64 * 1024);
            client.connect(new InetSocketAddress(server.address().getAddress(), server.port()));
            try (var raw = new ServerFixture.Raw(client)) {
                String body = ServerFixture.body("fast", "hi", ",\"stream\":true");
                raw.write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
                raw.readUntil("####");
                assertThat(sentMany.await(1_500, TimeUnit.MILLISECONDS)).isFalse();
                String rest = raw.readAll();
                assertThat(rest).contains("[DONE]");
                assertThat(rest.chars().filter(c -> c == '#').count() + 4).isEqualTo((long) PIECES * PIECE);
            }
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    private void answer(ServerSocket provider) {
        try (Socket connection = provider.accept()) {
            connection.getInputStream().read(new byte[8_192]);
            OutputStream out = connection.getOutputStream();
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"));
            byte[] piece = event("{\"content\":\"" + "#".repeat(PIECE) + "\"}", "null");
            for (int i = 0; i < PIECES; i++) {
                out.write(piece);
                sentMany.countDown();
            }
            out.write(event("{}", "\"stop\""));
            out.write(bytes("data: [DONE]\n\n"));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static byte[] event(String delta, String finish) {
        return bytes("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish
                + "}]}\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
