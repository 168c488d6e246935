package io.llmrouter.cli;

import io.llmrouter.server.LlmRouterServer;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code llmrouter warm-up}: loads the classes that the commands need, for the launcher's archive of classes.
 *
 * <p>It shows the demonstration, then serves a few requests to a fake provider.
 */
@Command(name = "warm-up", hidden = true, description = "Load the classes of all commands, for the launcher's archive.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<String> BODIES = List.of(
            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}",
            "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Override
    public Integer call() throws IOException {
        int demo = LlmRouterCommand.run(root.console(), "demo", "--fast");
        Path file = Files.createTempFile("llmrouter", ".yaml");
        try (FakeProvider fake = FakeProvider.start()) {
            Files.writeString(file, """
                    serve: {port: 0}
                    router: {strategy: round_robin}
                    llms:
                      one: {provider: openai, base_url: "%1$s", api_key: none, input_price: 1, output_price: 1}
                      two: {provider: openai, base_url: "%1$s", api_key: none, input_price: 2, output_price: 2}
                    """.formatted(fake.openAiUrl()));
            try (LlmRouterServer server = LlmRouterServer.start(file)) {
                for (String body : BODIES) {
                    ask(server.port(), body);
                }
            }
        } finally {
            Files.delete(file);
        }
        return demo;
    }

    private static void ask(int port, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }
}
