package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Router;
import io.llmrouter.api.Usage;
import io.llmrouter.cli.json.Json;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.JournalReader;
import io.llmrouter.server.LlmRouterServer;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A thousand requests of all kinds through the server: what the answers say that they cost, the journal, {@code usage}
 * and the figures all agree with a bill that is made here, of the script alone.
 */
class BillOfAThousandTest {
    private static final int REQUESTS = 1_000;
    private static final int AT_A_TIME = 8;
    private static final Pattern NUMBER = Pattern.compile("number (\\d+)\\.");
    private static final Pattern COST = Pattern.compile("\"cost_usd\":\"([0-9.]+)\"");
    private static final Pattern PIECE = Pattern.compile("\"content\":\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private final FakeProvider fake = FakeProvider.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private Router router;
    private LlmRouterServer server;

    /** What a request cost, by model, and what its answer says; {@code null} if it got none. */
    private record Bill(Map<String, BigDecimal> byModel, BigDecimal told) {
        static Bill of(String model, BigDecimal cost, BigDecimal told) {
            return new Bill(Map.of(model, cost), told);
        }
    }

    /** What a model costs, in USD per million tokens. */
    private record Price(String input, String output, String read, String write) {
        /** The parts times their prices, in millionths. */
        BigDecimal of(long fresh, long cached, long written, long out) {
            return part(input, fresh)
                    .add(part(read, cached))
                    .add(part(write, written))
                    .add(part(output, out))
                    .movePointLeft(6);
        }

        private static BigDecimal part(String price, long tokens) {
            return new BigDecimal(price).multiply(new BigDecimal(tokens));
        }
    }

    private static final Map<String, Price> PRICES = Map.of(
            "gpt", new Price("2.50", "10", "1.25", "2.50"),
            "sonnet", new Price("3", "15", "0.30", "3.75"),
            "long", new Price("6", "22.50", "0.60", "7.50"),
            "nova", new Price("0.80", "3.20", "0.20", "1"),
            "deepseek", new Price("0.28", "0.42", "0.028", "0.28"),
            "flaky", new Price("1.10", "4.40", "0.275", "1.10"),
            "cut", new Price("0.15", "0.60", "0.15", "0.15"),
            "silent", new Price("7", "11", "7", "7"));

    @BeforeEach
    void start() {
        for (String model : List.of("gpt", "sonnet", "nova", "deepseek")) {
            fake.respond(model, BillOfAThousandTest::answer);
        }
        fake.respond(
                "flaky",
                request -> asked.merge("flaky " + number(request), 1, Integer::sum) == 1
                        ? Answer.fault(Fault.status(503))
                        : answer(request));
        fake.script("down", Answer.fault(Fault.status(503)));
        fake.script("cut", Answer.fault(Fault.endAfter(4)));
        fake.respond("silent", request -> Answer.fault(request.stream() ? Fault.stallAfter(3) : Fault.silence()));
        new Cli(folder).file("llmrouter.yaml", config());
        router = LlmRouter.load(folder.resolve("llmrouter.yaml"));
        server =
                LlmRouterServer.start(router, ServeConfig.defaults().withPort(0).withModelPrefix(false), "round_robin");
    }

    @AfterEach
    void stop() {
        server.close();
        router.close();
        fake.close();
    }

    private String config() {
        String openAi = "provider: openai, api_key: k, base_url: '" + fake.openAiUrl() + "'";
        return """
                router: {strategy: round_robin}
                journal: {enabled: true, path: journal}
                resilience: {max_retries: 1, breaker: {enabled: false}}
                llms:
                  gpt: {OPENAI, input_price: 2.50, output_price: 10, cache_read_price: 1.25}
                  sonnet:
                    provider: anthropic
                    api_key: k
                    base_url: 'ANTHROPIC'
                    input_price: 3
                    output_price: 15
                    cache_read_price: 0.30
                    cache_write_price: 3.75
                    price_tiers:
                      - {above_prompt_tokens: 200000, input_price: 6, output_price: 22.50, cache_read_price: 0.60, cache_write_price: 7.50}
                  nova: {provider: bedrock, aws_region: us-east-1, bearer_token: k, base_url: 'BEDROCK', input_price: 0.80, output_price: 3.20, cache_read_price: 0.20, cache_write_price: 1}
                  deepseek: {provider: deepseek, api_key: k, base_url: 'DEEPSEEK', input_price: 0.28, output_price: 0.42, cache_read_price: 0.028}
                  flaky: {OPENAI, input_price: 1.10, output_price: 4.40, cache_read_price: 0.275}
                  down: {OPENAI, input_price: 5, output_price: 5, fallbacks: gpt}
                  cut: {OPENAI, input_price: 0.15, output_price: 0.60, resilience: {recovery: fail, max_retries: 0}}
                  silent: {OPENAI, input_price: 7, output_price: 11}
                """.replace("OPENAI", openAi)
                .replace("ANTHROPIC", fake.anthropicUrl())
                .replace("BEDROCK", fake.bedrockUrl())
                .replace("DEEPSEEK", fake.openAiUrl());
    }

    private static int number(RecordedRequest request) {
        Matcher found = NUMBER.matcher(request.bodyText());
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static Answer answer(RecordedRequest request) {
        int n = number(request);
        boolean writes = request.model().equals("sonnet") || request.model().equals("nova");
        return Answer.text("Here you are.")
                .usage(new Usage(
                        input(n), output(n), read(n), writes ? written(n) : 0, 0, Usage.Source.REPORTED, null));
    }

    /** The script: one of twenty kinds of request is long. */
    private static long input(int n) {
        return n % 20 == 16 ? 200_001 + n : 300 + n;
    }

    private static long output(int n) {
        return 10 + n % 37;
    }

    private static long read(int n) {
        return n % 3 == 0 ? 128 : 0;
    }

    private static long written(int n) {
        return n % 5 == 0 ? 64 : 0;
    }

    private static BigDecimal answered(String model, int n) {
        boolean writes = model.equals("sonnet") || model.equals("nova") || model.equals("long");
        long written = writes ? written(n) : 0;
        return PRICES.get(model).of(input(n) - read(n) - written, read(n), written, output(n));
    }

    /** Four characters a token, and four tokens a message. */
    private static BigDecimal estimated(String model, String prompt, String text) {
        return PRICES.get(model).of((prompt.length() + 3) / 4 + 4, 0, 0, (text.length() + 3) / 4);
    }

    private Bill send(int n) throws Exception {
        return switch (n % 20) {
            case 0, 1, 2 -> plain("gpt", "gpt", n);
            case 3 -> asAnthropic(n);
            case 4, 5 -> streamed("gpt", "gpt", n);
            case 6 -> plain("sonnet", "sonnet", n);
            case 7 -> streamed("sonnet", "sonnet", n);
            case 8 -> plain("nova", "nova", n);
            case 9 -> streamed("nova", "nova", n);
            case 10 -> plain("deepseek", "deepseek", n);
            case 11 -> streamed("deepseek", "deepseek", n);
            case 12 -> plain("flaky", "flaky", n);
            case 13 -> streamed("flaky", "flaky", n);
            case 14 -> plain("down", "gpt", n);
            case 15 -> streamed("down", "gpt", n);
            case 16 -> plain("sonnet", "long", n);
            case 17 -> broken(n);
            case 18 -> cancelled(n, false);
            default -> cancelled(n, true);
        };
    }

    private static String prompt(int n) {
        return "This is number " + n + ".";
    }

    private static String body(String model, int n, boolean stream) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt(n) + "\"}]}";
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private Bill plain(String model, String price, int n) throws Exception {
        return whole(post("/v1/chat/completions", body(model, n, false)), price, n);
    }

    private Bill asAnthropic(int n) throws Exception {
        return whole(post("/v1/messages", body("gpt", n, false)), "gpt", n);
    }

    private static Bill whole(HttpResponse<String> answer, String price, int n) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        BigDecimal told = new BigDecimal(
                answer.headers().firstValue("x-llmrouter-cost-usd").orElseThrow());
        return Bill.of(price.equals("long") ? "sonnet" : price, answered(price, n), told);
    }

    private Bill streamed(String model, String price, int n) throws Exception {
        String events = post("/v1/chat/completions", body(model, n, true)).body();
        Matcher cost = COST.matcher(events);
        assertThat(cost.find()).as(events).isTrue();
        return Bill.of(price, answered(price, n), new BigDecimal(cost.group(1)));
    }

    /** The stream ends after some pieces; what came is estimated. */
    private Bill broken(int n) throws Exception {
        String events = post("/v1/chat/completions", body("cut", n, true)).body();
        assertThat(events).contains("\"error\"").doesNotContain("cost_usd");
        return Bill.of("cut", estimated("cut", prompt(n), text(events)), null);
    }

    /** The client leaves in the middle of the answer, or while it waits for one. */
    private Bill cancelled(int n, boolean stream) throws Exception {
        String body = body("silent", n, stream);
        var text = new StringBuilder();
        try (var client = new Socket("127.0.0.1", server.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            if (stream) {
                text.append(pieces(client.getInputStream(), 3));
            } else {
                awaitArrival(n);
            }
        }
        return Bill.of("silent", estimated("silent", prompt(n), text.toString()), null);
    }

    private void awaitArrival(int n) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (fake.requests("silent").stream().noneMatch(request -> number(request) == n)) {
            assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String pieces(InputStream in, int count) throws IOException {
        var read = new StringBuilder();
        while (PIECE.matcher(read)
                        .results()
                        .filter(piece -> !piece.group(1).isEmpty())
                        .count()
                < count) {
            int next = in.read();
            assertThat(next).as("the end after %s", read).isNotNegative();
            read.append((char) next);
        }
        return text(read.toString());
    }

    private static String text(String events) {
        var text = new StringBuilder();
        PIECE.matcher(events).results().forEach(piece -> text.append(piece.group(1)));
        return text.toString();
    }

    @Test
    void allAccountsOfAThousandRequestsAgreeWithABillByHand() throws Exception {
        Map<String, BigDecimal> byHand = new TreeMap<>();
        BigDecimal answered = BigDecimal.ZERO;
        BigDecimal told = BigDecimal.ZERO;
        for (Bill bill : sendAll()) {
            bill.byModel.forEach((model, cost) -> byHand.merge(model, cost, BigDecimal::add));
            if (bill.told != null) {
                answered = answered.add(sum(bill.byModel));
                told = told.add(bill.told);
            }
        }
        assertThat(told).as("the answers").isEqualByComparingTo(answered);
        checkFigures(byHand);
        server.close();
        router.close();
        checkJournal(byHand);
        checkUsage(byHand);
    }

    private List<Bill> sendAll() throws Exception {
        var pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Callable<Bill>> calls = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int n = i;
                calls.add(() -> send(n));
            }
            List<Bill> bills = new ArrayList<>();
            for (Future<Bill> done : pool.invokeAll(calls)) {
                bills.add(done.get());
            }
            return bills;
        } finally {
            pool.shutdownNow();
        }
    }

    private static BigDecimal sum(Map<String, BigDecimal> byModel) {
        return byModel.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Those that left are counted when the server has noticed it. */
    private void checkFigures(Map<String, BigDecimal> byHand) throws Exception {
        int attempts = REQUESTS + REQUESTS / 20 * 2 + REQUESTS / 20 * 2 * 2; // flaky twice, down twice and its fallback
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Map<String, String> figures = figures();
        while (count(figures) < attempts && System.nanoTime() < end) {
            figures = figures();
        }
        assertThat(count(figures)).isEqualTo(attempts);
        for (var entry : byHand.entrySet()) {
            String shown = figures.get("llmrouter_cost_usd_total{model=\"" + entry.getKey() + "\"}");
            assertThat(Double.parseDouble(shown))
                    .as("the figure of %s", entry.getKey())
                    .isEqualTo(entry.getValue().doubleValue());
        }
        JsonNode stats = Json.mapper().readTree(get("/v1/stats"));
        assertThat(stats.at("/totals/cost_usd").decimalValue()).isEqualByComparingTo(sum(byHand));
    }

    private static long count(Map<String, String> figures) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getKey().startsWith("llmrouter_attempts_total"))
                .mapToLong(figure -> (long) Double.parseDouble(figure.getValue()))
                .sum();
    }

    private Map<String, String> figures() throws Exception {
        Map<String, String> figures = new TreeMap<>();
        get("/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> figures.put(
                        line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)));
        return figures;
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void checkJournal(Map<String, BigDecimal> byHand) throws IOException {
        Map<String, CallRecord> records = new TreeMap<>();
        var lines = new ArrayList<CallRecord>();
        JournalReader.read(folder.resolve("journal"), Instant.EPOCH, call -> {
            records.put(call.id(), call);
            lines.add(call);
        });
        assertThat(lines).hasSize(REQUESTS);
        assertThat(records).hasSize(REQUESTS);
        BigDecimal recorded = lines.stream().map(CallRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(recorded).as("the journal").isEqualByComparingTo(sum(byHand));
    }

    private void checkUsage(Map<String, BigDecimal> byHand) {
        var run = new Cli(folder).run("usage", "--json");
        int calls = 0;
        for (JsonNode row : run.json().get("usage")) {
            String model = row.get("model").asString();
            assertThat(row.get("cost_usd").decimalValue())
                    .as("the usage of %s", model)
                    .isEqualByComparingTo(byHand.getOrDefault(model, BigDecimal.ZERO));
            assertThat(row.get("unpriced_attempts").asInt()).isZero();
            calls += row.get("calls").asInt();
        }
        assertThat(calls).isEqualTo(REQUESTS);
    }
}
