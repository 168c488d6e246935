package io.llmrouter.benchmarks;

import io.llmrouter.benchmarks.gateway.RunningGateway;
import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.load.LoadRun;
import io.llmrouter.benchmarks.load.MockProvider;
import io.llmrouter.benchmarks.load.Target;
import io.llmrouter.benchmarks.process.PeakMemory;
import io.llmrouter.benchmarks.process.ProcessTree;
import io.llmrouter.benchmarks.report.Sample;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Puts one load on one gateway and measures both. */
final class Measurement {
    private static final long SETTLE_MILLIS = 500;
    private static final long SLOW_SETTLE_MILLIS = 1500;
    private static final int MOST_TIMES = 3;
    private static final double FEWEST_ANSWERS = 50;
    private static final double IDLE_SECONDS = 0.02;
    private static final long CALM_MILLIS = 100;
    private static final int CALM_TRIES = 100;

    private final EventLoop loop;
    private final MockProvider provider;

    Measurement(EventLoop loop, MockProvider provider) {
        this.loop = loop;
        this.provider = provider;
    }

    /** Through a gateway. */
    Sample take(Load load, RunningGateway gateway, Duration time) throws InterruptedException {
        ProcessTree processes = gateway.processes();
        provider.answer(load);
        Sample sample;
        try (var memory = PeakMemory.watch(processes);
                var run = LoadRun.start(loop, load, gateway.target())) {
            settle(load);
            run.begin();
            double before = processes.cpuSeconds();
            measure(run, time);
            double after = processes.cpuSeconds();
            sample = new Sample(run.end(), after - before, memory.bytes());
        }
        awaitCalm(processes);
        return sample;
    }

    /** Without a gateway between. */
    Sample direct(Load load, Target target, Duration time) throws InterruptedException {
        provider.answer(load);
        try (var run = LoadRun.start(loop, load, target)) {
            settle(load);
            run.begin();
            measure(run, time);
            return new Sample(run.end(), 0, 0);
        }
    }

    private static void settle(Load load) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(load == Load.SLOW ? SLOW_SETTLE_MILLIS : SETTLE_MILLIS);
    }

    /** A gateway that is so slow that few answers come gets more time. */
    private static void measure(LoadRun run, Duration time) throws InterruptedException {
        for (int i = 0; i < MOST_TIMES && (i == 0 || run.answers() < FEWEST_ANSWERS); i++) {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        }
    }

    /** Waits until the gateway has cleaned up, lest the next one, on the same core, pays for it. */
    private static void awaitCalm(ProcessTree processes) throws InterruptedException {
        double before = processes.cpuSeconds();
        for (int i = 0; i < CALM_TRIES; i++) {
            TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
            double now = processes.cpuSeconds();
            if (now - before < IDLE_SECONDS) {
                return;
            }
            before = now;
        }
    }
}
