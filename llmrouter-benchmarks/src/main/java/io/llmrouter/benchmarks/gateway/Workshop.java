package io.llmrouter.benchmarks.gateway;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where other gateways are installed, once, to be found again at the next run. */
public final class Workshop {
    private static final Duration QUESTION = Duration.ofSeconds(60);
    private static final Duration INSTALLATION = Duration.ofMinutes(10);

    private final Path root;
    private final Path cache;
    private final boolean mayInstall;
    private final PrintStream progress;

    /**
     * Opens it.
     *
     * @param root the folder of the project
     * @param mayInstall whether gateways that are not there yet may be installed
     * @param progress is told what is installed
     */
    public Workshop(Path root, boolean mayInstall, PrintStream progress) {
        this.root = root;
        this.cache = root.resolve("llmrouter-benchmarks/target/peers");
        this.mayInstall = mayInstall;
        this.progress = progress;
    }

    /** The folder of the project. */
    Path root() {
        return root;
    }

    /** The folder that a gateway is installed in. */
    Path folder(Gateway gateway) {
        return cache.resolve(gateway.key());
    }

    /** A program on the PATH. */
    Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Installs what is not there yet.
     *
     * @param needed the file that shows that it is there
     * @param commands are run one after the other in the gateway's folder
     */
    void install(Gateway gateway, Path needed, List<List<String>> commands) throws MissingGatewayException {
        if (Files.exists(needed)) {
            return;
        }
        if (!mayInstall) {
            throw new MissingGatewayException("not installed, and --no-install was given");
        }
        for (List<String> command : commands) {
            progress.println("Installing " + gateway.title() + ": " + String.join(" ", command));
            run(gateway, command, "its installation", INSTALLATION);
        }
        if (!Files.exists(needed)) {
            throw new MissingGatewayException("its installation did not bring " + cache.relativize(needed));
        }
    }

    /** Writes a file into a gateway's folder. */
    void write(Gateway gateway, String name, String content) throws MissingGatewayException {
        try {
            Files.writeString(Files.createDirectories(folder(gateway)).resolve(name), content);
        } catch (IOException failure) {
            throw new MissingGatewayException(name + " could not be written: " + failure.getMessage());
        }
    }

    /** What a command says, standard error included. */
    String ask(Gateway gateway, String... command) throws MissingGatewayException {
        return run(gateway, List.of(command), String.valueOf(Path.of(command[0]).getFileName()), QUESTION);
    }

    private String run(Gateway gateway, List<String> command, String name, Duration limit)
            throws MissingGatewayException {
        try {
            Path log = Files.createDirectories(folder(gateway)).resolve("output.log");
            var process = new ProcessBuilder(command)
                    .directory(folder(gateway).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new MissingGatewayException(name + " took more than " + limit.toSeconds() + " s");
            }
            String output = Files.readString(log, StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new MissingGatewayException(name + " failed: " + reason(output));
            }
            return output;
        } catch (IOException failure) {
            throw new MissingGatewayException(name + " could not be run: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MissingGatewayException(name + " was interrupted");
        }
    }

    /** The last line that speaks of an error, else the last one; addresses are left out. */
    private static String reason(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).matches(".*(error|not available|forbidden|denied).*"))
                .reduce((first, last) -> last)
                .or(() -> lines.stream().reduce((first, last) -> last))
                .map(line -> line.strip().replaceAll("https?://\\S+", "the registry"))
                .orElse("it said nothing");
    }
}
