package io.llmrouter.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.benchmarks.load.MockProvider;
import io.llmrouter.benchmarks.load.Target;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class RunningGatewayTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MockProvider provider = MockProvider.start(loops);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        provider.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    @Test
    void theFirstAnswerIsTimedAndAllProcessesEndWithIt() throws Exception {
        List<ProcessHandle> children;
        try (var running = start("sleep 300 & sleep 300", provider.port())) {
            assertThat(running.awaitFirstAnswer(Duration.ofSeconds(20))).isPositive();
            children = ProcessHandle.current().descendants().toList();
            assertThat(children).isNotEmpty();
        }

        for (ProcessHandle child : children) {
            child.onExit().get(20, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void aGatewayThatEndsAtItsStartIsMissingWithItsLastWords() throws Exception {
        try (var running = start("echo no such module", 1)) {
            assertThatThrownBy(() -> running.awaitFirstAnswer(Duration.ofSeconds(20)))
                    .isInstanceOf(MissingGatewayException.class)
                    .hasMessage("it ended at its start: no such module");
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerInTimeIsMissing() throws Exception {
        try (var running = start("sleep 300", 1)) {
            assertThatThrownBy(() -> running.awaitFirstAnswer(Duration.ofMillis(50)))
                    .isInstanceOf(MissingGatewayException.class)
                    .hasMessageContaining("no answer within");
        }
    }

    private RunningGateway start(String script, int answeringPort) throws Exception {
        return RunningGateway.start(new Scripted(script, answeringPort), folder, "", provider.port());
    }

    /** A shell script in place of a gateway; its clients are sent to a port of the test's choice. */
    private record Scripted(String script, int answeringPort) implements Gateway {
        @Override
        public String key() {
            return "scripted";
        }

        @Override
        public String title() {
            return "Scripted";
        }

        @Override
        public String prepare(Workshop workshop) {
            return "1";
        }

        @Override
        public Launch configure(Path folder, int port, int providerPort) {
            return Launch.of(Target.openAi(answeringPort, "mock"), "sh", "-c", script);
        }
    }
}
