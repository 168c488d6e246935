package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Target;
import io.llmrouter.benchmarks.process.ProcessTree;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gateway's process, until it is closed. */
public final class RunningGateway implements AutoCloseable {
    private static final long GRACE_SECONDS = 3;

    private final Gateway gateway;
    private final Process process;
    private final Target target;
    private final Path log;
    private final long started;

    private RunningGateway(Gateway gateway, Process process, Target target, Path log, long started) {
        this.gateway = gateway;
        this.process = process;
        this.target = target;
        this.log = log;
        this.started = started;
    }

    /**
     * Starts one on a free port.
     *
     * @param folder a folder for its files, made if it is missing
     * @param cores the cores it may use, as taskset wants them; all if empty
     */
    public static RunningGateway start(Gateway gateway, Path folder, String cores, int providerPort)
            throws IOException {
        Files.createDirectories(folder);
        Launch launch = gateway.configure(folder, freePort(), providerPort);
        List<String> command = new ArrayList<>(cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores));
        command.addAll(launch.command());
        Path log = folder.resolve("output.log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(launch.environment());
        builder.environment().put("NO_PROXY", "127.0.0.1");
        long started = System.nanoTime();
        Process process = builder.start();
        return new RunningGateway(gateway, process, launch.target(), log, started);
    }

    /** Which one it is. */
    public Gateway gateway() {
        return gateway;
    }

    /** Where its clients find it. */
    public Target target() {
        return target;
    }

    /** Its processes. */
    public ProcessTree processes() {
        return ProcessTree.of(process.pid());
    }

    /**
     * Asks until it answers for the first time.
     *
     * @return the time since it was started
     * @throws MissingGatewayException if it ends before, or does not answer in time
     */
    public Duration awaitFirstAnswer(Duration limit) throws MissingGatewayException, InterruptedException {
        var probe = new Probe(target);
        while (!probe.answers()) {
            if (!process.isAlive()) {
                throw new MissingGatewayException("it ended at its start: " + lastWords());
            }
            if (System.nanoTime() - started > limit.toNanos()) {
                throw new MissingGatewayException("no answer within " + limit.toSeconds() + " s: " + probe.problem());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Ends its processes, at first in peace. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private String lastWords() {
        try {
            return Files.readString(log)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, last) -> last)
                    .orElse("it said nothing");
        } catch (IOException unreadable) {
            return "its output cannot be read";
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
