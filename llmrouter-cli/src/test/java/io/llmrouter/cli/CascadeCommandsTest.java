package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CascadeCommandsTest {
    @TempDir
    Path folder;

    /** Verifications find rightly, nine times of ten, whether the small model's answer is right. */
    private static String prepared() {
        var random = new SplittableRandom(1);
        var lines = new StringBuilder();
        for (int row = 0; row < 400; row++) {
            int small = random.nextInt(2);
            boolean seen = random.nextInt(10) < 9;
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"question\":\"question %d\",\"slm\":%d,\"llm\":1,\"ver\":%s,\"split\":\"%s\"}%n",
                    row,
                    small,
                    (small == 1) == seen ? "1.0" : "0.0",
                    row % 4 == 0 ? "test" : "train"));
        }
        return lines.toString();
    }

    private static final String REFERENCE = """
            data_path:
              prepared_data: "data/prepared.jsonl"
              llm_data: "data/llms.json"
            model_path:
              engine_small: "small"
              engine_large: "large"
              save_model_path: "saved/automix.llmr"
            hparam:
              routing_method: "POMDP"
              num_bins: 8
              columns: {slm: "slm", llm: "llm", verifier: "ver"}
              costs: {small_model: 1, large_model: 50, verifier: 1}
            train_param:
              device: "cpu"
              num_samples: 2
            """;

    /** The same as a table of scores; without verifications if so wished. */
    private static String table(boolean verified) {
        return prepared()
                .replaceAll(
                        "\\{\"question\":(\"question [0-9]+\"),\"slm\":([01]),\"llm\":1,\"ver\":([01].0),",
                        "{\"query\":$1,\"scores\":{\"small\":$2,\"large\":1},\"cost\":{\"small\":1,\"large\":50},"
                                + (verified ? "\"verification\":{\"small\":$3}," : ""));
    }

    private Cli prepare(FakeProvider fake) {
        folder.resolve("data").toFile().mkdirs();
        return new Cli(folder)
                .file("data/prepared.jsonl", prepared())
                .file("data/llms.json", """
                        {"small": {"size": "3B", "model": "small-1", "service": "fake", "api_endpoint": "%1$s",
                                   "input_price": 0.1, "output_price": 0.2},
                         "large": {"size": "70B", "model": "large-1", "service": "fake", "api_endpoint": "%1$s",
                                   "input_price": 5, "output_price": 15}}
                        """.formatted(fake.openAiUrl()))
                .file("automix.yaml", REFERENCE)
                .file("table.jsonl", table(true))
                .file("bare.jsonl", table(false))
                .file("models.yaml", """
                        llms:
                          small: {provider: openai, model: small-1, base_url: "%1$s", api_key: k, input_price: 1, output_price: 2}
                          large: {provider: openai, model: large-1, base_url: "%1$s", api_key: k, input_price: 10, output_price: 20}
                        """.formatted(fake.openAiUrl()));
    }

    @Test
    void withoutVerificationsTheModelsAreAskedForNoMoreThanTheMoney() {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.respond("small-1", request -> Answer.text("It looks so. Verdict: correct"));
            Cli cli = prepare(fake);
            String[] train = {
                "train", "-r", "automixrouter", "-d", "bare.jsonl", "--models", "small,large", "-s", "c.llmr"
            };

            var refused = cli.run(train);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("The data have no verifications", "--max-cost");
            assertThat(fake.requests()).isEmpty();

            var nobody = cli.run(and(train, "--max-cost", "1"));
            assertThat(nobody.err()).contains("expected --verify-with too");

            var run = cli.run(and(train, "--max-cost", "0.02", "--verify-with", "models.yaml", "--force"));
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).containsPattern("[0-9]+ queries were answered and verified for \\$0.02");
            assertThat(fake.requests().size()).isBetween(30, 600);
            assertThat(fake.requests("large-1")).isEmpty();
            assertThat(folder.resolve("c.llmr")).isRegularFile();
        }
    }

    private static String[] and(String[] first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    private Router streaming(FakeProvider fake) throws Exception {
        prepare(fake);
        Path file = folder.resolve("models.yaml");
        return LlmRouter.load(Files.writeString(
                folder.resolve("cascade.yaml"), "router: {strategy: automix}\n" + Files.readString(file)));
    }

    @Test
    void aStreamOverSocketsBeginsWithTheKeptDraftOrIsTheLastModelsOwn() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.script(
                    "small-1",
                    Answer.text("a right answer"),
                    Answer.text("Verdict: correct"),
                    Answer.text("Verdict: correct"),
                    Answer.text("a wrong answer"),
                    Answer.text("Verdict: incorrect"),
                    Answer.text("Verdict: incorrect"));
            fake.script("large-1", Answer.text("a much better answer"));
            try (Router router = streaming(fake)) {
                var kept = new Pieces();
                router.stream(ChatRequest.of("first"), kept);
                assertThat(kept.whole.get(20, TimeUnit.SECONDS).text()).isEqualTo("a right answer");
                assertThat(kept.text()).isEqualTo("a right answer");

                var last = new Pieces();
                router.stream(ChatRequest.of("second"), last);
                ChatResponse whole = last.whole.get(20, TimeUnit.SECONDS);
                assertThat(whole.routing().model()).isEqualTo("large");
                assertThat(whole.routing().attempts()).hasSize(4);
                assertThat(last.pieces.size()).as("word by word").isGreaterThan(1);
                assertThat(last.text()).isEqualTo("a much better answer");
            }
        }
    }

    @Test
    void cancellingAStreamClosesTheSocketOfTheDraft() throws Exception {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.script("small-1", Answer.text("late").after(Duration.ofMinutes(1)));
            try (Router router = streaming(fake)) {
                var sink = new Pieces();
                StreamHandle handle = router.stream(ChatRequest.of("first"), sink);
                RecordedRequest draft =
                        fake.awaitRequests(1, Duration.ofSeconds(20)).get(0);

                handle.cancel();

                assertThat(draft.awaitCallerLeft(Duration.ofSeconds(20))).isTrue();
                assertThat(sink.whole).isCompletedExceptionally();
                assertThat(fake.requests("large-1")).isEmpty();
            }
        }
    }

    /** Collects a stream. */
    private static final class Pieces implements StreamingSink {
        final List<String> pieces = new CopyOnWriteArrayList<>();
        final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        String text() {
            return String.join("", pieces);
        }

        @Override
        public void onDelta(Delta delta) {
            if (delta instanceof Delta.Text text) {
                pieces.add(text.text());
            }
        }

        @Override
        public void onComplete(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(LlmRouterException error) {
            whole.completeExceptionally(error);
        }
    }

    @Test
    void whatIsNotOfferedIsRefusedWithWhatToUseInstead() {
        var cli = new Cli(folder);
        assertThat(cli.run("train", "-r", "causallm_router", "-c", "x.yaml").err())
                .contains("'causallm_router' is not offered", "router.strategy: llm");
        assertThat(cli.run("train", "-r", "personalizedrouter", "-c", "x.yaml").err())
                .contains("router.feedback");
        assertThat(cli.run("train", "-r", "smallest_llm", "-c", "x.yaml").err()).contains("needs no training");
        assertThat(cli.run("train", "-r", "nonsense", "-c", "x.yaml").err())
                .contains("there is no router 'nonsense'; what can be trained: ensemblerouter");
        for (String name :
                new String[] {"router_r1", "router-r1", "knnmultiroundrouter", "llmmultiroundrouter", "gmtrouter"}) {
            assertThat(cli.run("infer", "-q", "x", "-r", name).err()).contains("'" + name + "' is not offered: it ");
        }
    }

    @Test
    void aSettingThatThereIsNotIsRefused() {
        var cli = new Cli(folder).file("table.jsonl", table(true));

        assertThat(cli.run("train", "-r", "automix", "-d", "table.jsonl", "-s", "x", "--set", "k=3")
                        .err())
                .contains("automix has no setting 'k'");
        assertThat(cli.run("train", "-r", "automix", "-d", "table.jsonl", "-s", "x", "--set", "bins=1")
                        .err())
                .contains("bins: expected 2 to 1000, found 1");
        assertThat(cli.run("train", "-r", "automix", "-d", "table.jsonl", "-s", "x", "--method", "best")
                        .err())
                .contains("there is no method 'best'");
    }

    @Test
    void aCascadeIsTrainedEvaluatedAndServedFromTheYamlOfOtherVersions() {
        try (FakeProvider fake = FakeProvider.start()) {
            fake.script(
                    "small-1", Answer.text("41"), Answer.text("Verdict: incorrect"), Answer.text("Verdict: incorrect"));
            fake.script("large-1", Answer.text("42"));
            Cli cli = prepare(fake);

            var trained = cli.run("train", "--router", "automix", "--config", "automix.yaml", "--json");

            assertThat(trained.code()).as(trained.err()).isZero();
            assertThat(trained.err()).doesNotContain("not known");
            assertThat(trained.json().path("ibc_lift").doubleValue()).isGreaterThan(0.3);
            assertThat(trained.json().at("/models/0/rule").stringValue()).startsWith("POMDP: asks on from 0");
            assertThat(folder.resolve("saved/automix.llmr")).isRegularFile();

            var routed = cli.run("route", "-q", "What is 6 x 7?", "--config", "automix.yaml", "--json");
            assertThat(routed.code()).as(routed.err()).isZero();
            assertThat(routed.json().path("model_name").stringValue()).isEqualTo("small");
            assertThat(fake.requests()).isEmpty();

            var asked = cli.environment(Map.of("API_KEYS", "k1"))
                    .run("infer", "-q", "What is 6 x 7?", "--router", "automix", "--config", "automix.yaml");
            assertThat(asked.code()).as(asked.err()).isZero();
            assertThat(asked.json().path("response").stringValue()).isEqualTo("42");
            assertThat(asked.out()).contains("small was found right 0 of 2 times");
            assertThat(asked.json().at("/attempts/0/for_decision").booleanValue())
                    .isTrue();
            assertThat(asked.json().at("/attempts")).hasSize(4);
            assertThat(fake.requests()).hasSize(4);

            var evaluated = cli.run("evaluate", "-m", "saved/automix.llmr", "-d", "table.jsonl");
            assertThat(evaluated.code()).as(evaluated.err()).isZero();
            assertThat(evaluated.out()).contains("IBC lift: ", "best single, large", "Answers: small");
        }
    }
}
