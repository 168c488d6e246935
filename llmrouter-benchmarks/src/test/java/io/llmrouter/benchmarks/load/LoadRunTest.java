package io.llmrouter.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load generator on the mock itself: both on real sockets. */
class LoadRunTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MockProvider provider = MockProvider.start(loops);

    @AfterEach
    void close() {
        provider.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SLOW")
    void aLoadGetsWholeAnswers(Load load) {
        provider.answer(load);

        LoadResult result = measure(load, provider.port());

        assertThat(result.errors()).as(result.firstError()).isZero();
        assertThat(result.answers()).isGreaterThan(1);
        assertThat(result.seconds()).isPositive();
    }

    @Test
    void aSlowStreamIsWholeAndTakesAtLeastItsPauses() {
        provider.answer(Load.SLOW);

        try (var run = LoadRun.start(loops.next(), Load.SLOW, Target.openAi(provider.port(), "mock"))) {
            run.begin();
            LoadResult result = untilAnswered(run);

            assertThat(result.errors()).as(result.firstError()).isZero();
            assertThat(result.p50Micros()).isGreaterThan((Load.CHUNKS - 1) * Load.PAUSE_MILLIS * 1000.0);
        }
    }

    @Test
    void theWrongAnswerIsAnError() {
        provider.answer(Load.JSON);

        LoadResult result = measure(Load.SSE, provider.port());

        assertThat(result.errors()).isPositive();
        assertThat(result.firstError()).isEqualTo("expected 50 pieces of text, found 1");
        assertThat(result.p50Micros()).isNaN();
    }

    @Test
    void aTargetThatIsNotThereIsAnError() {
        int port = provider.port();
        provider.close();

        LoadResult result = measure(Load.JSON, port);

        assertThat(result.firstError()).isEqualTo("cannot connect");
        assertThat(result.answers()).isZero();
    }

    private LoadResult measure(Load load, int port) {
        try (var run = LoadRun.start(loops.next(), load, Target.openAi(port, "mock"))) {
            run.begin();
            return untilAnswered(run);
        }
    }

    /** Ends with an answer or an error, or at the test's own limit. */
    private static LoadResult untilAnswered(LoadRun run) {
        LoadResult result = run.end();
        while (result.errors() == 0 && (Double.isNaN(result.p50Micros()) || result.answers() <= 1)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            run.begin();
            result = run.end();
        }
        return result;
    }
}
