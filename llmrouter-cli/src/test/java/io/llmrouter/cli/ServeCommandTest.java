package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aClientOfOpenAisApiIsAnsweredUntilTheServerIsStopped() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.script("strong-1", Answer.text("Hello"));
            int port = freePort();
            var cli = new Cli(folder).twoModelsAt(fake);
            var ended = new CompletableFuture<Cli.Run>();
            var serving = new Thread(() -> ended.complete(
                    cli.run("serve", "--port", String.valueOf(port), "--router", "largest_llm", "--no-prefix")));
            serving.start();

            HttpResponse<String> answer = ask(port);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"Hello\"", "\"model\":\"strong\"");
            serving.interrupt();
            assertThat(ended.get(20, TimeUnit.SECONDS).out())
                    .contains("Serving 2 models by largest_llm at http://127.0.0.1:" + port + "/v1");
        }
    }

    @Test
    void aTakenPortIsNamedWithoutAStackTrace() throws Exception {
        try (FakeProvider fake = FakeProvider.start();
                ServerSocket taken = new ServerSocket(0)) {
            var run = new Cli(folder).twoModelsAt(fake).run("serve", "--port", String.valueOf(taken.getLocalPort()));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("serve.port", "an address that is free")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void theStrategiesAreListed() {
        assertThat(new Cli(folder).run("list-routers").out().lines()).contains("rules", "cost", "round_robin", "llm");
    }

    private static HttpResponse<String> ask(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"strong\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        while (true) {
            try {
                return client.send(request, BodyHandlers.ofString());
            } catch (ConnectException notYet) {
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                        .get();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
