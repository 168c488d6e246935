package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
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
