package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Faults;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MockCommandTest {
    @TempDir
    private Path folder;

    private final List<Thread> running = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Thread mock : running) {
            mock.interrupt();
            mock.join(10_000);
        }
    }

    @Test
    void modelsAnswerAtTheirPaceAndOthersAreUnknown() throws Exception {
        int port = start("--models", "a,b", "--tokens", "3", "--delay", "300ms", "--token-delay", "1ms");

        long begun = System.nanoTime();
        HttpResponse<String> answer = ask(port, "/v1/chat/completions", "b");

        assertThat(answer.body()).contains("\"word1 word2 word3\"", "\"completion_tokens\":3");
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
        HttpResponse<String> unknown = ask(port, "/v1/chat/completions", "c");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("there are a, b");
    }

    @Test
    void faultsHappenToTheModelsThatAreNamed() throws Exception {
        int port = start(
                "--fault", "strong=status-503", "--fault", "flaky=fault-status-429-once", "--reply", "All is well.");

        assertThat(ask(port, "/v1/chat/completions", "strong").statusCode()).isEqualTo(503);
        assertThat(ask(port, "/v1/chat/completions", "flaky").statusCode()).isEqualTo(429);
        assertThat(ask(port, "/v1/chat/completions", "flaky").statusCode()).isEqualTo(200);
        assertThat(ask(port, "/v1/messages", "other").body()).contains("All is well.");
        assertThat(ask(port, "/v1/messages", "fault-status-500").statusCode()).isEqualTo(500);
    }

    @Test
    void theHelpListsAllFaultsWithWhatHappens() {
        String help = new Cli(folder).run("mock", "--help").out();

        Faults.descriptions().forEach((name, text) -> assertThat(help).containsPattern(name + " +" + text));
        assertThat(help).contains("--fault=MODEL=FAULT", "Examples:");
    }

    @Test
    void misuseNamesWhatWasExpected() throws IOException {
        var cli = new Cli(folder);

        assertThat(cli.run("mock", "--fault", "a=explode").err())
                .contains("--fault: expected one of", "found 'explode'");
        assertThat(cli.run("mock", "--tokens", "0").err()).contains("--tokens: expected 1 to 100000, found 0");
        assertThat(cli.run("mock", "--delay", "soon").err())
                .contains("expected a duration such as 200ms or 2s, found 'soon'");
        assertThat(cli.run("mock", "--format", "morse").code()).isEqualTo(2);
        try (ServerSocket taken = new ServerSocket(0)) {
            var run = cli.run("mock", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("--port: expected a port that is free");
        }
    }

    private int start(String... options) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var arguments = new ArrayList<>(List.of("mock", "--port", String.valueOf(port)));
        arguments.addAll(List.of(options));
        var mock = new Thread(() -> new Cli(folder).run(arguments.toArray(String[]::new)));
        running.add(mock);
        mock.start();
        return port;
    }

    private static HttpResponse<String> ask(int port, String path, String model) throws Exception {
        String body =
                "{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 400; i++) {
            try {
                return client.send(request, BodyHandlers.ofString());
            } catch (ConnectException notYet) {
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                        .get();
            }
        }
        throw new AssertionError("The mock did not start");
    }
}
