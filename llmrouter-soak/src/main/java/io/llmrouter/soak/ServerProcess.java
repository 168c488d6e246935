package io.llmrouter.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** {@code llmrouter serve} in a JVM of its own, looked at from outside. */
final class ServerProcess implements AutoCloseable {
    private static final String MAIN = "io.llmrouter.cli.Main";
    private static final Pattern ADDRESS = Pattern.compile("http://[^:]+:(\\d+)/v1");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final int port;
    private final Path log;
    private final JMXConnector connector;

    private ServerProcess(Process process, int port, Path log, JMXConnector connector) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.connector = connector;
    }

    /**
     * What the server holds on to, after a collection of garbage.
     *
     * @param heap in bytes
     * @param direct bytes outside of the heap
     * @param files open files and sockets
     */
    record Vitals(long heap, long direct, int threads, int files) {}

    static ServerProcess start(Path config) throws IOException, InterruptedException {
        return start(
                config,
                List.of(),
                List.of(
                        "-Xmx256m",
                        "-XX:MaxDirectMemorySize=128m",
                        "-XX:+UseSerialGC",
                        "-Dio.netty.leakDetection.level=paranoid"));
    }

    /**
     * Starts a server.
     *
     * @param wrapper a command that runs the rest of its arguments as a command; may be empty
     */
    static ServerProcess start(Path config, List<String> wrapper, List<String> options) throws IOException {
        Path log = config.resolveSibling("server.log");
        var command = new ArrayList<>(wrapper);
        command.addAll(java(options));
        command.addAll(List.of(MAIN, "serve", "--config", config.toString(), "--port", "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        Matcher address = ADDRESS.matcher(line == null ? "" : line);
        if (!address.find()) {
            process.destroyForcibly();
            throw new IOException("The server did not start: " + line + "\n" + Files.readString(log));
        }
        return new ServerProcess(process, Integer.parseInt(address.group(1)), log, attach(process.pid()));
    }

    private static List<String> java(List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dio.netty.maxDirectMemory=0"); // so that the JVM counts what Netty takes
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        return command;
    }

    @SuppressWarnings("BanJNDI") // the address is that of our own child
    private static JMXConnector attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException failure) {
            throw new IOException("The server's JVM cannot be looked into", failure);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has the configuration read again. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    Vitals vitals() {
        try {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            var memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
            beans.invoke(memory, "gc", null, null);
            beans.invoke(memory, "gc", null, null); // the second frees what the first's cleaners let go
            MemoryUsage heap = MemoryUsage.from((CompositeData) beans.getAttribute(memory, "HeapMemoryUsage"));
            var direct = new ObjectName("java.nio:type=BufferPool,name=direct");
            return new Vitals(
                    heap.getUsed(),
                    (Long) beans.getAttribute(direct, "MemoryUsed"),
                    (Integer) beans.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "ThreadCount"),
                    files());
        } catch (JMException | IOException failure) {
            throw new IllegalStateException("The server's JVM cannot be looked into", failure);
        }
    }

    /** Open files and sockets. */
    int files() {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What kinds of files and sockets are open, and how many of each. */
    Map<String, Integer> filesByKind() throws IOException {
        var kinds = new TreeMap<String, Integer>();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path file : open.toList()) {
                kinds.merge(kind(file), 1, Integer::sum);
            }
        }
        return kinds;
    }

    private static String kind(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            int colon = target.indexOf(':');
            int dot = target.lastIndexOf('.');
            return colon > 0 ? target.substring(0, colon) : dot > 0 ? "file" + target.substring(dot) : "file";
        } catch (IOException closedMeanwhile) {
            return "closed";
        }
    }

    /** What the server has written to its log that nobody should ever see. */
    List<String> complaints() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("LEAK:")
                            || line.contains("OutOfMemoryError")
                            || line.contains("NullPointerException")
                            || line.contains("IllegalStateException")
                            || line.contains("ClassCastException")
                            || line.contains("unforeseen"))
                    .limit(10)
                    .toList();
        }
    }

    /** What another command of {@code llmrouter} prints. */
    static String command(String... arguments) throws IOException, InterruptedException {
        List<String> command = java(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add(MAIN);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", arguments) + " failed: " + printed);
            }
            return printed;
        }
    }

    /** The server's log. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends it without a chance to do anything more. */
    void kill() throws IOException, InterruptedException {
        connector.close();
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException gone) {
            process.destroyForcibly();
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
