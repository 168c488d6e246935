package io.llmrouter.soak;

import io.llmrouter.soak.ServerProcess.Vitals;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server under random faults, clients of all kinds and changing configurations; at the end all books must agree and
 * nothing may be left over.
 *
 * <p>Judged are invariants only, no times: it may run on a machine that is busy with other things.
 */
public final class Soak {
    /** A pause after each part shows what is held on to. */
    private static final int PARTS = 6;

    /** Pools grow and shrink with the traffic; a thread lost with each change of the configuration would be many more. */
    private static final int MORE_THREADS = 24;

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private final Options options;
    private final PrintStream out;
    private final Book book = new Book();
    private final Traffic traffic = new Traffic();
    private final List<Vitals> vitals = new ArrayList<>();
    private final long begun = System.nanoTime();

    private Soak(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Soaks as the arguments say; the exit code tells whether all held. */
    public static void main(String... arguments) throws Exception {
        System.exit(run(Options.of(arguments), System.out).brokenCount() == 0 ? 0 : 1);
    }

    static Book run(Options options, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("llmrouter-soak");
        var soak = new Soak(options, out);
        try {
            soak.run(folder);
        } finally {
            if (soak.book.brokenCount() == 0) {
                delete(folder);
            } else {
                out.println("The server's log and journal are kept in " + folder);
            }
        }
        return soak.book;
    }

    private void run(Path folder) throws Exception {
        out.printf("Soaking for %s, seed %d, %d clients%n", options.time(), options.seed(), options.clients());
        try (var providers = new Providers(book, options.seed())) {
            var configuration = new Configuration(folder, providers.url());
            try (ServerProcess server = ServerProcess.start(configuration.file())) {
                Map<String, Integer> filesAtFirst = server.filesByKind();
                Accounts accounts = soak(server, configuration);
                providers.recover();
                new Aftermath(server, providers, configuration, book).check(accounts, filesAtFirst);
                complaints(server);
            }
        }
        new ResultPage(book, vitals).print(out);
    }

    private Accounts soak(ServerProcess server, Configuration configuration) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        var random = new SplittableRandom(options.seed());
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < options.clients(); i++) {
            var client = new Client(server.port(), book, traffic, http, random.split());
            clients.add(new Thread(client, "client-" + i));
        }
        var reloads = new Thread(new Reloads(server, configuration, traffic, book, random.split()), "reloads");
        clients.forEach(Thread::start);
        reloads.start();
        int parts = options.time().compareTo(SHORT) <= 0 ? 2 : PARTS;
        Duration span = options.time().dividedBy(parts);
        for (int i = 0; i < parts && server.isAlive(); i++) {
            flow(span, server);
            quiet(server, configuration);
        }
        traffic.stop();
        for (Thread client : clients) {
            client.join(PATIENCE.toMillis());
        }
        reloads.join(PATIENCE.toMillis());
        if (!server.isAlive()) {
            book.broken("The server has ended");
        }
        TimeUnit.SECONDS.sleep(1); // the journal is written within a second
        return Accounts.check(book, configuration.journal());
    }

    private void flow(Duration span, ServerProcess server) throws InterruptedException {
        long end = System.nanoTime() + span.toNanos();
        while (System.nanoTime() < end && server.isAlive()) {
            long left = Math.max(1, end - System.nanoTime());
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(10)));
            progress();
        }
    }

    private void progress() {
        out.printf(
                Locale.ROOT,
                "%5d s  %7d requests  %7d upstream  %6d faults  %4d reloads  %3d broken%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                book.size(),
                book.counted("upstream"),
                book.counted("faults"),
                book.counted("reloads"),
                book.brokenCount());
    }

    /** A moment without traffic, in which what is held on to can be seen. */
    private void quiet(ServerProcess server, Configuration configuration) throws Exception {
        if (!traffic.pause(PATIENCE)) {
            book.broken("Requests without an end");
        }
        try {
            if (!Aftermath.becomesIdle(server)) {
                book.broken("The server counts requests under way, though no client waits for any");
            }
            vitals.add(server.vitals());
            check(vitals);
        } finally {
            traffic.goOn();
        }
    }

    /** What is held on to after the first span is about what is held on to for ever. */
    private void check(List<Vitals> all) {
        Vitals first = all.get(0);
        Vitals now = all.get(all.size() - 1);
        long slack = 12L << 20;
        if (now.heap() > first.heap() * 3 / 2 + slack) {
            book.broken("The heap grows: " + first.heap() + ", now " + now.heap() + " bytes");
        }
        if (now.direct() > first.direct() * 3 / 2 + slack) {
            book.broken("Memory outside of the heap grows: " + first.direct() + ", now " + now.direct() + " bytes");
        }
        if (now.threads() > first.threads() + MORE_THREADS) {
            book.broken("Threads grow: " + first.threads() + ", now " + now.threads());
        }
    }

    private void complaints(ServerProcess server) throws IOException {
        server.complaints().forEach(line -> book.broken("In the server's log: " + line));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
