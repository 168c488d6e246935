package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose configuration changes while it serves. */
class ReloadTest {
    private static final String ALICE = "    keys: {alice: {key: alice-secret}}";
    private static final String BOB = "    keys: {bob: {key: bob-secret}}";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider fake;
    private LlmRouterServer server;

    @BeforeEach
    void start() throws IOException {
        fake = FakeProvider.start();
        write(ALICE, "first");
        server = LlmRouterServer.start(folder.resolve("llmrouter.yaml"));
    }

    @AfterEach
    void close() {
        server.close();
        fake.close();
    }

    private void write(String serve, String model) throws IOException {
        Files.writeString(folder.resolve("llmrouter.yaml"), """
                serve:
                    port: 0
                %s
                llms:
                    %s: {provider: openai, base_url: "%s", api_key: upstream-key}
                """.formatted(serve, model, fake.openAiUrl()));
    }

    private void reload(String serve, String model) throws IOException {
        write(serve, model);
        server.reload();
    }

    private CompletableFuture<HttpResponse<String>> chat(String key) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.body("auto", "hi", "")))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private int statusFor(String key) {
        return chat(key).join().statusCode();
    }

    @Test
    void keysModelsAndThePrefixTakeEffect() throws IOException {
        assertThat(chat("alice-secret").join().body()).contains("[first] ");
        reload(BOB + "\n    show_model_prefix: false", "second");
        assertThat(statusFor("alice-secret")).isEqualTo(401);
        HttpResponse<String> answer = chat("bob-secret").join();
        assertThat(answer.headers().firstValue("x-llmrouter-model")).contains("second");
        assertThat(answer.body()).doesNotContain("[second]");
    }

    @Test
    void aBrokenFileChangesNothing() throws IOException {
        reload(BOB + "\n    nonsense: 1", "second");
        assertThat(statusFor("alice-secret")).isEqualTo(200);
        assertThat(statusFor("bob-secret")).isEqualTo(401);
    }

    @Test
    void limitsTakeEffect() throws IOException {
        reload(ALICE + "\n    max_body_bytes: 1024", "first");
        HttpRequest large = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                .header("authorization", "Bearer alice-secret")
                .POST(HttpRequest.BodyPublishers.ofString(ServerFixture.body("auto", "x".repeat(2_000), "")))
                .build();
        assertThat(client.sendAsync(large, HttpResponse.BodyHandlers.ofString())
                        .join()
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aHolderKeepsItsRequestsPerMinuteAcrossAChange() throws IOException {
        String limited = "    keys: {alice: {key: alice-secret, requests_per_minute: 1}}";
        reload(limited, "first");
        assertThat(statusFor("alice-secret")).isEqualTo(200);
        reload(limited, "second");
        assertThat(statusFor("alice-secret")).isEqualTo(429);
    }

    @Test
    void noRequestIsLostUnderLoad() throws Exception {
        fake.scriptAny(Answer.text("slow").after(Duration.ofMillis(50)));
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 8; i++) {
                answers.add(chat("alice-secret"));
            }
            reload(ALICE, "model" + round);
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void aSocketWhoseKeyIsGoneIsClosedAsOneOfNoRights() throws Exception {
        var closed = new CompletableFuture<Integer>();
        client.newWebSocketBuilder()
                .header("authorization", "Bearer alice-secret")
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/v1/chat/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        closed.complete(status);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
        reload(BOB, "first");
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
    }

    @Test
    void waitersBeginWhenTheBoundIsRaised() {
        var admission = new Admission(1, 10);
        var begun = new ArrayList<String>();
        var first = new Admission.Ticket();
        admission.enter(first, () -> begun.add("first"));
        admission.enter(new Admission.Ticket(), () -> begun.add("second"));
        admission.enter(new Admission.Ticket(), () -> begun.add("third"));
        admission.resize(2, 10);
        assertThat(begun).isEqualTo(List.of("first", "second"));
        admission.resize(1, 10);
        admission.leave(first);
        assertThat(begun).hasSize(2);
        assertThat(admission.running()).isEqualTo(1);
    }
}
