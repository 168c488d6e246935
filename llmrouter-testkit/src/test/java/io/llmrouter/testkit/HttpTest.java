package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTest {
    private final FakeProvider fake = FakeProvider.start();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void aChunkedBodyIsReadWithItsExtensionsAndTrailers() throws Exception {
        String body = Ask.body(WireKind.OPENAI, "m", false);
        String chunked = "POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
                + "5;x=y\r\n" + body.substring(0, 5) + "\r\n"
                + Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5) + "\r\n0\r\nTrailer: t\r\n\r\n";
        try (var client = new RawClient(fake)) {
            assertThat(client.send(chunked).readToEnd().bodyText()).contains("echo: Hi there");
        }
        assertThat(fake.requests().get(0).bodyText()).isEqualTo(body);
    }

    @Test
    void aCallerThatWaitsForTheWordGetsIt() throws Exception {
        String body = Ask.body(WireKind.OPENAI, "m", false);
        try (var client = new RawClient(fake)) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: " + body.length()
                            + "\r\nConnection: close\r\n\r\n")
                    .await("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send(body).readToEnd().text()).contains("HTTP/1.1 200 OK", "echo: Hi there");
        }
    }

    @Test
    void requestsSentAtOnceAreAnsweredInOrder() throws Exception {
        fake.script("m", Answer.text("first"), Answer.text("second"));
        try (var client = new RawClient(fake)) {
            String seen = client.ask(WireKind.OPENAI, "m", false)
                    .ask(WireKind.OPENAI, "m", false, "Connection: close")
                    .readToEnd()
                    .text();
            assertThat(seen).containsSubsequence("first", "second");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, 400",
        "GET / HTTP/2.0, 400",
        "POST / HTTP/1.1|no colon here, 400",
        "POST / HTTP/1.1|Content-Length: many, 400",
        "POST / HTTP/1.1|Content-Length: -1, 413",
        "POST / HTTP/1.1|Content-Length: 999999999999, 413",
        "POST / HTTP/1.1|Transfer-Encoding: gzip, 501",
    })
    void whatIsNotHttpIsRefusedAndTheConnectionClosed(String head, int status) throws Exception {
        try (var client = new RawClient(fake)) {
            Seen seen = client.send(head.replace("|", "\r\n") + "\r\n\r\n").readToEnd();
            assertThat(seen.status()).isEqualTo(status);
            assertThat(seen.header("connection")).isEqualTo("close");
        }
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void aHeadWithoutBoundIsRefused() throws Exception {
        try (var client = new RawClient(fake)) {
            String head = "GET / HTTP/1.1\r\nX: ";
            client.send(head + "x".repeat(HttpReader.MAX_HEAD_BYTES + 1 - head.length() + 1));
            assertThat(client.readToEnd().status()).isEqualTo(431);
        }
    }

    @Test
    void aCallerThatLeavesWithinItsRequestIsNotRecorded() throws Exception {
        try (var client = new RawClient(fake)) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
        }
        try (var client = new RawClient(fake)) {
            client.ask(WireKind.OPENAI, "m", false, "Connection: close").readToEnd();
        }
        assertThat(fake.requests()).hasSize(1);
    }
}
