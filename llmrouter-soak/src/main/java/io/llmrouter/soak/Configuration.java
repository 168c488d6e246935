package io.llmrouter.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/** The server's configuration, which changes while it serves. */
final class Configuration {
    /** The keys of the server's clients: one may all, one little, one spends little, one has four places. */
    static final String OPEN = "key-open-0123456789";

    static final String TIGHT = "key-tight-0123456789";
    static final String POOR = "key-poor-0123456789";
    static final String PLACES = "key-places-0123456789";
    static final int NUMBER_OF_PLACES = 4;

    private final Path file;
    private final Path journal;
    private final String url;

    Configuration(Path folder, String url) throws IOException {
        this.file = folder.resolve("llmrouter.yaml");
        this.journal = folder.resolve("journal");
        this.url = url;
        write(new SplittableRandom(0));
    }

    Path file() {
        return file;
    }

    Path journal() {
        return journal;
    }

    /** Writes another one, as whole as an editor would. */
    void write(SplittableRandom random) throws IOException {
        Path next = file.resolveSibling("llmrouter.yaml.new");
        Files.writeString(next, text(random));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes one that is wrong. */
    void breakIt() throws IOException {
        Files.writeString(file, "llms: {oa: {provider: nobody");
    }

    private String text(SplittableRandom random) {
        String extra = random.nextBoolean()
                ? "  extra: {provider: openai, model: calm, base_url: \"%s/v1\", api_key: k, input_price: 1, output_price: 2}\n"
                        .formatted(url)
                : "";
        return """
                serve:
                  show_model_prefix: %s
                  max_concurrent_requests: 60
                  max_queued_requests: 20
                  keys:
                    open: {key: %s}
                    tight: {key: %s, requests_per_minute: 300, tokens_per_minute: 100000, max_concurrent: 3}
                    poor: {key: %s, budget: 0.50/day}
                    places: {key: %s, max_concurrent: %d}
                router: {strategy: %s}
                journal: {enabled: true, path: "%s", prompts: true, max_bytes: 2147483647}
                budgets:
                  - {per: user, usd: 1000000}
                resilience:
                  max_retries: %d
                  first_token_timeout: 1500ms
                  stall_timeout: 1500ms
                  request_timeout: 4s
                  deadline: 20s
                  breaker: {failures: 5, window: 5s, open: 300ms, max_open: 1s}
                llms:
                  oa: {provider: openai, base_url: "%s/v1", api_key: k, fallbacks: [an, calm], input_price: 1, output_price: 2}
                  an: {provider: anthropic, base_url: "%s", api_key: k, fallbacks: [br, pf], input_price: 2, output_price: 4}
                  br: {provider: bedrock, base_url: "%s", aws_region: us-east-1, bearer_token: k, fallbacks: [oa, calm], input_price: 0.3, output_price: 0.7}
                  pf: {provider: openai, base_url: "%s/v1", api_key: k, capabilities: [prefill], fallbacks: [calm], input_price: 5, output_price: 7}
                  late: {provider: openai, base_url: "%s/v1", api_key: [k1, k2], fallbacks: [calm], input_price: 1, output_price: 1,
                         resilience: {hedge: {after: 100ms, budget: 0.5}}}
                  calm: {provider: openai, base_url: "%s/v1", api_key: k, input_price: 3, output_price: 9}
                  slots: {provider: openai, base_url: "%s/v1", api_key: k, limits: {max_concurrent: %d}, input_price: 1, output_price: 1}
                %s""".formatted(
                        random.nextBoolean(),
                        OPEN,
                        TIGHT,
                        POOR,
                        PLACES,
                        NUMBER_OF_PLACES,
                        random.nextBoolean() ? "round_robin" : "cost",
                        journal,
                        1 + random.nextInt(3),
                        url,
                        url,
                        url,
                        url,
                        url,
                        url,
                        url,
                        NUMBER_OF_PLACES,
                        extra);
    }
}
