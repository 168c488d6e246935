package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that start and stop LLMRouter with OpenClaw, with the command in place of its launcher. */
class OpenClawScriptsTest {
    private static final Path SCRIPTS = Path.of("..", "scripts").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path run;
    private int port;

    @BeforeEach
    void install() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
        run = folder.resolve("run");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        script("llmrouter", """
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' io.llmrouter.cli.Main "$@"
                """.formatted(
                        System.getProperty("java.home"), absolute(System.getProperty("java.class.path"))));
        Files.writeString(folder.resolve("llmrouter.yaml"), "llms: {a: {provider: ollama, model: m}}\n");
    }

    @AfterEach
    void stopAll() throws Exception {
        run("stop-openclaw.sh");
    }

    @Test
    void theServerIsReadyWhenTheScriptEndsAndGoneAfterTheOther() throws Exception {
        script("openclaw", "exec -a openclaw sleep 300\n");

        var started = run("start-openclaw.sh", "--port", String.valueOf(port), "--router", "random");

        assertThat(started.code()).as(started.out()).isZero();
        assertThat(started.out())
                .contains("LLMRouter is ready at http://127.0.0.1:" + port + "/v1", "gateway was started");
        assertThat(ready()).isEqualTo(200);
        assertThat(Files.readString(run.resolve("llmrouter.log"))).contains("Serving 1 models by random");

        var again = run("start-openclaw.sh");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).contains("LLMRouter runs already", "stop-openclaw.sh");

        long pid = Long.parseLong(Files.readString(run.resolve("llmrouter.pid")).strip());
        var stopped = run("stop-openclaw.sh");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out()).contains("OpenClaw's gateway is stopped.", "LLMRouter is stopped.");
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        assertThat(run.resolve("llmrouter.pid")).doesNotExist();
    }

    @Test
    void aServerThatCannotStartIsToldWithItsReason() throws Exception {
        var started = run("start-openclaw.sh", "--no-gateway", "--config", "none.yaml");

        assertThat(started.code()).isEqualTo(1);
        assertThat(started.out()).contains("none.yaml", "LLMRouter ended");
        assertThat(run.resolve("llmrouter.pid")).doesNotExist();
    }

    @Test
    void aPidFileOfAnotherProcessIsNotBelieved() throws Exception {
        Files.createDirectories(run);
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(run.resolve("llmrouter.pid"), other.pid() + "\n");

            assertThat(run("stop-openclaw.sh").out()).contains("LLMRouter does not run.");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void helpAndMisuse() throws Exception {
        assertThat(run("start-openclaw.sh", "--help").out())
                .contains(
                        "--config",
                        "--port",
                        "--router ",
                        "--router-config",
                        "--no-gateway",
                        "--no-prefix",
                        "--list-routers");
        assertThat(run("start-openclaw.sh", "--list-routers").out()).contains("round_robin");
        assertThat(run("start-openclaw.sh", "--prot", "1").code()).isEqualTo(2);
        assertThat(run("start-openclaw.sh", "--port").code()).isEqualTo(2);
        assertThat(run("stop-openclaw.sh", "now").code()).isEqualTo(2);
    }

    private record Run(int code, String out) {}

    private Run run(String script, String... options) throws Exception {
        var command = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(options));
        Path out = Files.createTempFile(folder, "out", "");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("LLMROUTER_CONFIG");
        builder.environment().put("LLMROUTER_RUN_DIR", run.toString());
        builder.environment()
                .put("LLMROUTER_COMMAND", folder.resolve("llmrouter").toString());
        builder.environment().put("PATH", folder + File.pathSeparator + System.getenv("PATH"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out));
    }

    private int ready() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String absolute(String classPath) {
        var entries = new ArrayList<String>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
