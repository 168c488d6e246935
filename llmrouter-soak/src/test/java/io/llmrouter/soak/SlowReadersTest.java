package io.llmrouter.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.soak.ServerProcess.Vitals;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients that take nothing of their long answers, before a server with little memory. */
@Timeout(240)
class SlowReadersTest {
    private static final int READERS = 1_000;
    private static final int AT_ONCE = 50;
    /** Half a megabyte in all: more than the sockets between can hold. */
    private static final int PIECES = 128;

    private static final int PIECE = 4 * 1_024;
    private static final String WHOLE = "x".repeat(PIECE).concat(" ").repeat(PIECES);

    @TempDir
    private Path folder;

    @Test
    void aThousandClientsThatDoNotReadAreHeldBackInLittleMemory() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.scriptAny(Answer.text(WHOLE));
            Path config = Files.writeString(folder.resolve("llmrouter.yaml"), """
                    serve: {write_timeout: 10m, show_model_prefix: false}
                    llms:
                      m: {provider: openai, base_url: "%s", api_key: k, resilience: {connect_timeout: 1m, first_token_timeout: 2m}}
                    """.formatted(fake.openAiUrl()));
            var options = List.of("-Xmx768m", "-Xmn96m", "-XX:MaxDirectMemorySize=160m", "-XX:+UseSerialGC");
            try (ServerProcess server = ServerProcess.start(config, List.of(), options)) {
                List<HttpConnection> readers = open(server.port());
                assertThat(Metrics.of(server.port()).sum("llmrouter_requests_running"))
                        .as("answers under way")
                        .isGreaterThan(READERS - 1.0);
                Vitals held = server.vitals();
                assertThat(held.heap()).isLessThan(768L << 20);
                assertThat(held.direct()).isLessThan(160L << 20);
                assertThat(new Caller(server.port()).ask("", "hi").statusCode()).isEqualTo(200);

                readToTheEnd(readers.subList(0, 20));
                for (HttpConnection reader : readers) {
                    reader.close();
                }
                assertThat(Aftermath.becomesIdle(server)).isTrue();
                assertThat(server.complaints()).isEmpty();
            }
        }
    }

    /** Each has the head of its answer, and leaves the rest. */
    private static List<HttpConnection> open(int port) throws Exception {
        byte[] request = HttpConnection.request(
                "POST", "/v1/chat/completions", "", Caller.body("hi", true).getBytes(StandardCharsets.UTF_8));
        var readers = new ArrayList<HttpConnection>();
        while (readers.size() < READERS) {
            int before = readers.size();
            for (int i = 0; i < AT_ONCE; i++) {
                var reader = new HttpConnection(port);
                reader.send(request, request.length);
                readers.add(reader);
            }
            for (HttpConnection reader : readers.subList(before, readers.size())) {
                assertThat(reader.head().status()).isEqualTo(200);
            }
        }
        return readers;
    }

    private static void readToTheEnd(List<HttpConnection> readers) throws Exception {
        for (HttpConnection reader : readers) {
            String body = reader.body(HttpConnection.chunked(), bytes -> true);
            assertThat(body).endsWith("data: [DONE]\n\n");
            assertThat(body.chars().filter(c -> c == 'x').count()).isGreaterThanOrEqualTo((long) PIECES * PIECE);
        }
    }
}
