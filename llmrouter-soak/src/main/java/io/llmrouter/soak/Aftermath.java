package io.llmrouter.soak;

import io.llmrouter.soak.HttpConnection.Head;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold when all is over: the sums agree, all places are free, all models are used again, no socket is left. */
final class Aftermath {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Files that a server under way may have more than a fresh one: the journal, classes, a loop's own. */
    private static final int MORE_FILES = 12;

    /** Connections to providers that may wait for more to do: fewer than there were clients. */
    private static final int MOST_IDLE = Options.CLIENTS;

    private final ServerProcess server;
    private final Providers providers;
    private final Configuration configuration;
    private final Book book;

    Aftermath(ServerProcess server, Providers providers, Configuration configuration, Book book) {
        this.server = server;
        this.providers = providers;
        this.configuration = configuration;
        this.book = book;
    }

    /** Something that takes a moment to become true. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static boolean becomes(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (condition.holds()) {
                return true;
            }
            Traffic.moment();
        }
        return false;
    }

    /** Whether the server comes to have nothing to do. */
    static boolean becomesIdle(ServerProcess server) throws IOException, InterruptedException {
        return becomes(() -> {
            Metrics now = Metrics.of(server.port());
            return now.sum("llmrouter_requests_running") == 0 && now.sum("llmrouter_requests_waiting") == 0;
        });
    }

    void check(Accounts accounts, Map<String, Integer> filesAtFirst) throws IOException, InterruptedException {
        sums(accounts);
        configuration.write(new SplittableRandom(1));
        server.hangUp();
        modelsAreUsedAgain();
        placesAreFree("the key's", Configuration.PLACES, "calm");
        placesAreFree("the model's", Configuration.OPEN, "slots");
        server.vitals(); // a collection of garbage, which closes what former configurations held
        boolean closed = becomes(() ->
                sockets(server.filesByKind()) - providers.openConnections() <= sockets(filesAtFirst) + MORE_FILES);
        if (!closed) {
            book.broken("Files or sockets are left open: " + server.filesByKind() + ", at first " + filesAtFirst
                    + "; open at the providers: " + providers.openConnections());
        }
        if (providers.openConnections() > MOST_IDLE) {
            book.broken(providers.openConnections() + " connections to providers stay open");
        }
    }

    private static int sockets(Map<String, Integer> files) {
        return files.values().stream().mapToInt(Integer::intValue).sum() - files.getOrDefault("file.jar", 0);
    }

    private void sums(Accounts accounts) throws IOException, InterruptedException {
        Metrics metrics = Metrics.of(server.port());
        if (Math.round(metrics.sum("llmrouter_attempts_total")) != accounts.attempts()) {
            book.broken("Attempts: " + accounts.attempts() + " in the journal, "
                    + metrics.sum("llmrouter_attempts_total") + " in /metrics");
        }
        same("/metrics", metrics.sum("llmrouter_cost_usd_total"), accounts.cost());
        String printed = ServerProcess.command(
                "usage", "--json", "--journal", configuration.journal().toString());
        JsonNode usage = new JsonMapper().readTree(printed);
        double sum = 0;
        for (JsonNode row : usage.path("usage")) {
            sum += row.path("cost_usd").asDouble(0);
        }
        same("llmrouter usage", sum, accounts.cost());
    }

    private void same(String whose, double sum, BigDecimal journal) {
        if (Math.abs(sum - journal.doubleValue()) > 1e-6) {
            book.broken("USD " + journal + " in the journal, " + sum + " in " + whose);
        }
    }

    private void modelsAreUsedAgain() throws IOException, InterruptedException {
        for (String model : Providers.FAULTY) {
            boolean back = becomes(() -> {
                ask(model, Configuration.OPEN, false);
                return Metrics.of(server.port()).isWell(model);
            });
            if (!back) {
                book.broken(model + " is well, and still not trusted");
            }
        }
    }

    private void placesAreFree(String whose, String key, String model) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Configuration.NUMBER_OF_PLACES);
        try {
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < Configuration.NUMBER_OF_PLACES; i++) {
                answers.add(threads.submit(() -> ask(model, key, true)));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            if (!statuses.stream().allMatch(status -> status == 200)) {
                book.broken("Some of " + whose + " places are not free: " + statuses);
            }
        } catch (ExecutionException failure) {
            book.broken("Some of " + whose + " places are not free: " + failure.getCause());
        } finally {
            threads.shutdown();
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        }
    }

    private int ask(String model, String key, boolean stream) throws IOException, InterruptedException {
        Case asked = book.open("afterwards");
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"" + Texts.prompt(asked.number)
                + "\"}]}";
        byte[] request =
                HttpConnection.request("POST", "/v1/chat/completions", key, body.getBytes(StandardCharsets.UTF_8));
        try (var connection = new HttpConnection(server.port())) {
            connection.send(request, request.length);
            Head head = connection.head();
            new Answers(book).judge(asked, false, head, connection.body(head, bytes -> true));
            return head.status();
        }
    }
}
