package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.json.Json;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class InferCommandTest {
    @TempDir
    private Path folder;

    private FakeProvider fake;
    private Cli cli;

    @BeforeEach
    void start() {
        fake = FakeProvider.start();
        cli = new Cli(folder).twoModelsAt(fake);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void anAnswerIsOneJsonObjectWithAllThatIsKnownOfIt() {
        fake.script("quick-1", Answer.text("Grüße – \"ok\"").usage(10, 20));

        var run = cli.run("infer", "-q", "Hällo");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        var result = (ObjectNode) run.json();
        assertThat(result.remove("elapsed_ms").isNumber()).isTrue();
        var attempt = (ObjectNode) result.get("attempts").get(0);
        assertThat(attempt.remove("duration_ms").isNumber()).isTrue();
        assertThat(result).isEqualTo(json("""
                {"success": true, "query": "Hällo", "model_name": "quick", "api_model_name": "quick-1",
                 "response": "Grüße – \\"ok\\"",
                 "routing_result": {"query": "Hällo", "model_name": "quick", "strategy": "rules",
                   "reason": "no rule matches: the default",
                   "candidates": [{"model_name": "quick", "score": null, "excluded": null},
                                  {"model_name": "strong", "score": null, "excluded": null}]},
                 "finish_reason": "stop",
                 "usage": {"input_tokens": 10, "output_tokens": 20, "cache_read_tokens": 0, "cache_write_tokens": 0,
                           "reasoning_tokens": 0, "source": "reported"},
                 "cost_usd": 0.00005,
                 "attempts": [{"model_name": "quick", "provider": "openai", "succeeded": true, "error": null,
                   "waited_ms": 0, "first_token_ms": null,
                   "usage": {"input_tokens": 10, "output_tokens": 20, "cache_read_tokens": 0, "cache_write_tokens": 0,
                             "reasoning_tokens": 0, "source": "reported"},
                   "cost_usd": 0.00005}]}"""));
    }

    @Test
    void jsonHasTwoBlanksOfIndentAndNoEscapes() {
        fake.script("quick-1", Answer.text("ü"));

        var run = cli.run("infer", "-q", "x", "--route-only");

        assertThat(run.out()).isEqualTo("""
                {
                  "success": true,
                  "query": "x",
                  "model_name": "quick",
                  "routing_result": {
                    "query": "x",
                    "model_name": "quick",
                    "strategy": "rules",
                    "reason": "no rule matches: the default",
                    "candidates": [
                      {
                        "model_name": "quick",
                        "score": null,
                        "excluded": null
                      },
                      {
                        "model_name": "strong",
                        "score": null,
                        "excluded": null
                      }
                    ]
                  }
                }
                """);
        assertThat(fake.requests()).isEmpty();
        assertThat(cli.run("infer", "-q", "x").out()).contains("\"response\": \"ü\"");
    }

    @Test
    void theOptionsReachTheProvider() {
        cli.run(
                "infer",
                "-q",
                "x",
                "--system",
                "Be brief.",
                "--temp",
                "0.3",
                "--max-tokens",
                "77",
                "--model",
                "strong");

        var body = json(fake.requests("strong-1").get(0).bodyText());
        assertThat(body.get("temperature").doubleValue()).isEqualTo(0.3);
        assertThat(body.get("max_completion_tokens").intValue()).isEqualTo(77);
        assertThat(body.get("messages").get(0).get("content").stringValue()).isEqualTo("Be brief.");
    }

    @Test
    void withoutOptionsTheTemperatureIs08AndTheAnswerHas1024TokensAtMost() {
        cli.run("infer", "-q", "x");

        var body = json(fake.requests("quick-1").get(0).bodyText());
        assertThat(body.get("temperature").doubleValue()).isEqualTo(0.8);
        assertThat(body.get("max_completion_tokens").intValue()).isEqualTo(1024);
    }

    @Test
    void temperatureNoneIsLeftToTheModel() {
        cli.run("infer", "-q", "x", "--temp", "none");

        assertThat(json(fake.requests("quick-1").get(0).bodyText()).has("temperature"))
                .isFalse();
    }

    @Test
    void manyQueriesOfALineEachBecomeAList() {
        cli.file("in.txt", "one\n\n  two  \n");

        var run = cli.run("infer", "--input", "in.txt");

        assertThat(run.code()).isZero();
        assertThat(run.json().isArray()).isTrue();
        assertThat(run.out()).startsWith("[\n  {\n    \"success\": true,").endsWith("\n  }\n]\n");
        assertThat(queries(run.json())).containsExactly("one", "two");
    }

    @Test
    void aJsonListMayHoldTextsAndObjects() {
        cli.file("in.json", """
                ["one", {"id": 7, "query": "two"}]""");

        assertThat(queries(cli.run("infer", "-i", "in.json", "--route-only").json()))
                .containsExactly("one", "two");
    }

    @Test
    void jsonLinesComeAndGoOneALine() {
        cli.file("in.jsonl", "{\"query\": \"one\"}\n\"two\"\n");

        var run = cli.run("infer", "-i", "in.jsonl", "--route-only", "--output-format", "jsonl");

        var lines = run.out().lines().map(InferCommandTest::json).toList();
        assertThat(lines).extracting(line -> line.get("query").stringValue()).containsExactly("one", "two");
    }

    @Test
    void resultsCanGoToAFile() {
        var run = cli.run("infer", "-q", "x", "--output", "out.json");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("1 result in out.json, 0 failed\n");
        assertThat(json(cli.read("out.json")).get("success").booleanValue()).isTrue();
    }

    @Test
    void pipedTextIsOneQuery() {
        var run = cli.piped("first line\nsecond line\n").run("infer", "--route-only");

        assertThat(run.json().get("query").stringValue()).isEqualTo("first line\nsecond line");
    }

    @Test
    void aDashReadsOneQueryALineFromTheStandardInput() {
        var run = cli.piped("one\ntwo\n").run("infer", "--input", "-", "--route-only");

        assertThat(queries(run.json())).containsExactly("one", "two");
    }

    @Test
    void aFailedCallExitsWith1AndSaysSuccessFalse() {
        fake.script("quick-1", Answer.fault(Fault.status(401)));

        var run = cli.run("infer", "-q", "x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().propertyNames()).containsExactly("success", "query", "error");
        assertThat(run.json().get("success").booleanValue()).isFalse();
        assertThat(run.json().get("error").stringValue()).contains("401");
        assertThat(run.out() + run.err()).doesNotContain(Cli.SECRET).doesNotContain("\tat ");
    }

    @Test
    void oneFailureAmongManyExitsWith1AndTheOthersAreAnswered() {
        fake.script("quick-1", Answer.text("a"), Answer.fault(Fault.status(400)), Answer.text("c"));
        cli.file("in.txt", "one\ntwo\nthree\n");

        var run = cli.run("infer", "-i", "in.txt");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().valueStream().map(result -> result.get("success").booleanValue()))
                .containsExactly(true, false, true);
    }

    @Test
    void verboseAddsTheStackTraceToAFailure() {
        fake.script("quick-1", Answer.fault(Fault.status(400)));

        var run = cli.run("infer", "-q", "x", "--verbose");

        assertThat(run.json().get("traceback").stringValue()).contains("\tat io.llmrouter");
    }

    @Test
    void aFallbackThatAnsweredIsNamedWithAllAttempts() {
        fake.script("strong-1", Answer.fault(Fault.status(503)));
        fake.script("quick-1", Answer.text("hi"));

        var result = cli.run("infer", "-q", "some code").json();

        assertThat(result.get("model_name").stringValue()).isEqualTo("quick");
        assertThat(result.get("routing_result").get("model_name").stringValue()).isEqualTo("strong");
        assertThat(result.get("attempts")
                        .valueStream()
                        .map(attempt -> attempt.get("succeeded").booleanValue()))
                .containsExactly(false, true);
    }

    @Test
    void aBadLineIsNamedBeforeAnythingIsAsked() {
        cli.file("in.jsonl", "{\"query\": \"one\"}\n{\"text\": \"two\"}\n");

        var run = cli.run("infer", "-i", "in.jsonl");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("error: " + folder.resolve("in.jsonl") + ":2: expected a text, or an object with the text"
                        + " 'query', found an object whose 'query' is missing\n");
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void brokenJsonIsNamedWithItsLine() {
        cli.file("in.json", "[\"one\",\n\"two\",\n{]");

        var run = cli.run("infer", "-i", "in.json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("in.json:3: expected a JSON list").doesNotContain("\tat ");
    }

    @Test
    void inputsWithoutQueriesAndFilesThatAreNotThereAreErrors() {
        cli.file("empty.txt", "\n\n").file("latin.txt", "");

        assertThat(cli.run("infer", "-i", "empty.txt").err()).contains("empty.txt: expected at least one query");
        assertThat(cli.run("infer", "-i", "none.txt").err())
                .contains("none.txt: expected a file with queries, found no");
        assertThat(cli.piped("  ").run("infer").err()).contains("standard input: expected a query, found nothing");
    }

    @Test
    void theStrategyOfTheCommandLineReplacesTheConfigurations() {
        var run = cli.run("infer", "-q", "some code", "--router", "cost", "--route-only");

        assertThat(run.json().get("routing_result").get("strategy").stringValue())
                .isEqualTo("cost");
        assertThat(run.json().get("model_name").stringValue()).isEqualTo("quick");
    }

    @Test
    void aStreamPrintsItsTextAndThenItsReport() {
        fake.script("quick-1", Answer.text("one two three").usage(3, 5));

        var run = cli.run("infer", "-q", "x", "--stream", "-o", "out.json");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("one two three\n");
        assertThat(run.err()).startsWith("[quick by rules (no rule matches: the default), 1 attempt, 3 + 5 tokens");
        assertThat(json(cli.read("out.json")).get("response").stringValue()).isEqualTo("one two three");
        assertThat(fake.requests().get(0).stream()).isTrue();
    }

    @Test
    void aStreamThatFailsSaysWhyAndExitsWith1() {
        fake.script("quick-1", Answer.fault(Fault.status(400)));

        var run = cli.run("infer", "-q", "x", "--stream");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: ").contains("400");
    }

    @Test
    void misuseExitsWith2AndNamesTheOption() {
        assertMisuse(List.of("infer"), "There is nothing to ask");
        assertMisuse(List.of("infer", "-q", "x", "-i", "f"), "--query and --input cannot both be given");
        assertMisuse(List.of("infer", "-q", " "), "--query: expected a text");
        assertMisuse(List.of("infer", "-q", "x", "--stream", "--route-only"), "--stream and --route-only");
        assertMisuse(List.of("infer", "-q", "x", "--temp", "hot"), "--temp: expected a number from 0 to 2");
        assertMisuse(List.of("infer", "-q", "x", "--temp", "3"), "--temp: expected a number from 0 to 2");
        assertMisuse(List.of("infer", "-q", "x", "--max-tokens", "0"), "--max-tokens: expected at least 1");
        assertMisuse(List.of("infer", "-q", "x", "--max-tokens", "many"), "--max-tokens");
        assertMisuse(List.of("infer", "-q", "x", "--output-format", "xml"), "--output-format");
        assertMisuse(List.of("infer", "-q", "x", "-o", "no/such/folder"), "--output: expected a file in a folder");
        assertMisuse(List.of("infer", "-q", "x", "-o", "."), "--output: expected a file that can be written");
        assertMisuse(List.of("infer", "-q", "x", "--router", "best"), "there is no router 'best'; --router takes");
        assertMisuse(
                List.of("infer", "-q", "x", "--router", "gmtrouter"),
                "'gmtrouter' is not offered: it learns the taste of single users");
        assertThat(fake.requests()).isEmpty();
    }

    private void assertMisuse(List<String> arguments, String message) {
        var run = cli.run(arguments.toArray(String[]::new));

        assertThat(run.code()).as("%s", arguments).isEqualTo(2);
        assertThat(run.err())
                .contains("error: ", message, "Try 'llmrouter infer --help'.")
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    private static List<String> queries(JsonNode results) {
        return results.valueStream()
                .map(result -> result.get("query").stringValue())
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text);
    }
}
