package io.llmrouter.benchmarks;

import io.llmrouter.benchmarks.gateway.Gateway;
import io.llmrouter.benchmarks.gateway.Gateways;
import io.llmrouter.benchmarks.gateway.MissingGatewayException;
import io.llmrouter.benchmarks.gateway.RunningGateway;
import io.llmrouter.benchmarks.gateway.Workshop;
import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.load.MockProvider;
import io.llmrouter.benchmarks.load.Target;
import io.llmrouter.benchmarks.process.Cores;
import io.llmrouter.benchmarks.report.Results;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A whole comparison: start-ups, then all gateways side by side, in rounds in which each has its turn at each load. */
final class Comparison implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int WARM_UPS = 2;

    private final Options options;
    private final PrintStream progress;
    /** One thread is the provider and all its clients: on the one core that is theirs, more would only switch. */
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final MockProvider provider = MockProvider.start(loops);
    private final Measurement measurement = new Measurement(loops.next(), provider);
    private final Set<RunningGateway> running = ConcurrentHashMap.newKeySet();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Path work;
    private volatile boolean closed;

    Comparison(Options options, PrintStream progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.work = Files.createTempDirectory("llmrouter-benchmarks");
    }

    Results run() throws IOException, InterruptedException {
        Map<Gateway, String> ready = prepare();
        List<RunningGateway> gateways = new ArrayList<>();
        Map<Gateway, List<Duration>> starts = timeStarts(ready);
        for (Gateway gateway : List.copyOf(ready.keySet())) {
            try {
                RunningGateway started = start(gateway, options.gatewayCore().orElse(""), "serving");
                started.awaitFirstAnswer(START_LIMIT);
                gateways.add(started);
            } catch (MissingGatewayException why) {
                giveUp(ready, gateway, why);
            }
        }
        var results = new Results(
                ready.entrySet().stream()
                        .map(entry -> new Results.Contender(
                                entry.getKey().key(), entry.getKey().title(), entry.getValue()))
                        .toList(),
                missing);
        gateways.forEach(gateway -> starts.getOrDefault(gateway.gateway(), List.of())
                .forEach(time -> results.addStart(gateway.gateway().key(), time)));
        warmUp(gateways);
        for (int round = 1; round <= options.rounds(); round++) {
            round(round, gateways, results);
        }
        return results;
    }

    private Map<Gateway, String> prepare() {
        var workshop = new Workshop(options.root(), options.install(), progress);
        Map<Gateway, String> ready = new LinkedHashMap<>();
        for (Gateway gateway : Gateways.all()) {
            if (!gateway.key().equals("llmrouter") && !options.peers().contains(gateway.key())) {
                continue;
            }
            try {
                ready.put(gateway, gateway.prepare(workshop));
                progress.println(gateway.title() + " " + ready.get(gateway));
            } catch (MissingGatewayException why) {
                giveUp(ready, gateway, why);
            }
        }
        return ready;
    }

    private Map<Gateway, List<Duration>> timeStarts(Map<Gateway, String> ready)
            throws IOException, InterruptedException {
        Map<Gateway, List<Duration>> starts = new LinkedHashMap<>();
        for (int i = 1; i <= options.starts(); i++) {
            for (Gateway gateway : List.copyOf(ready.keySet())) {
                RunningGateway started =
                        start(gateway, options.gatewayCore().isEmpty() ? "" : Cores.all(), "start-" + i);
                try (started) {
                    Duration time = started.awaitFirstAnswer(START_LIMIT);
                    starts.computeIfAbsent(gateway, any -> new ArrayList<>()).add(time);
                    progress.printf(
                            "start %d/%d  %-20s %5d ms%n", i, options.starts(), gateway.title(), time.toMillis());
                } catch (MissingGatewayException why) {
                    giveUp(ready, gateway, why);
                } finally {
                    running.remove(started);
                }
            }
        }
        return starts;
    }

    private void warmUp(List<RunningGateway> gateways) throws InterruptedException {
        for (int i = 1; i <= WARM_UPS; i++) {
            for (Load load : options.loads()) {
                progress.printf("warm-up %d/%d  %s%n", i, WARM_UPS, load.title());
                for (RunningGateway gateway : gateways) {
                    measurement.take(load, gateway, options.measured());
                }
            }
        }
    }

    private void round(int round, List<RunningGateway> gateways, Results results) throws InterruptedException {
        for (Load load : options.loads()) {
            var direct = measurement.direct(load, Target.openAi(provider.port(), "mock"), options.measured());
            results.add(Results.DIRECT, load, direct);
            for (RunningGateway gateway : gateways) {
                var sample = measurement.take(load, gateway, options.measured());
                results.add(gateway.gateway().key(), load, sample);
                progress.printf(
                        "round %d/%d  %-42s %-20s %9.1f us CPU  %8.0f/s  %5.0f MB  %d errors%s%n",
                        round,
                        options.rounds(),
                        load.title(),
                        gateway.gateway().title(),
                        sample.cpuMicros(),
                        sample.perSecond(),
                        sample.megabytes(),
                        sample.load().errors(),
                        sample.load().errors() > 0 ? ": " + sample.load().firstError() : "");
            }
        }
    }

    private RunningGateway start(Gateway gateway, String cores, String name) throws IOException {
        var started = RunningGateway.start(gateway, work.resolve(gateway.key()).resolve(name), cores, provider.port());
        running.add(started);
        if (closed) {
            started.close();
        }
        return started;
    }

    private void giveUp(Map<Gateway, String> ready, Gateway gateway, MissingGatewayException why) {
        ready.remove(gateway);
        missing.put(gateway.title(), String.valueOf(why.getMessage()));
        progress.println(gateway.title() + " is missing: " + why.getMessage());
    }

    /** Ends all gateways; may be called from any thread, and again. */
    @Override
    public void close() {
        closed = true;
        running.forEach(RunningGateway::close);
        running.clear();
        provider.close();
        loops.shutdownGracefully();
        Folders.delete(work);
    }
}
