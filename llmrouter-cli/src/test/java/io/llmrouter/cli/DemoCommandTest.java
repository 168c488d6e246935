package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.demo.Demo;
import io.llmrouter.cli.terminal.Style;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void everyStrategyIsShownWithAFallbackAndAStreamWithinTheWidth() {
        var run = new Cli(folder).width(80).run("demo", "--fast");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        for (String strategy : Demo.strategies()) {
            assertThat(run.out()).contains("\n" + strategy + " - ");
        }
        assertThat(run.out())
                .contains("providers that are fake")
                .contains("always deep-400b: $0.084880, so 0 % saved")
                .containsPattern("1 +busy-70b +openai +0 ms +\\d+ ms +The provider")
                .containsPattern("fast-8b +bedrock +0 ms +\\d+ ms +answered")
                .contains("A CRDT is a data structure")
                .doesNotContain("\u001b");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void anAnswerFitsItsPromptWhoeverGivesIt() {
        var results = strategy("rules").get("results");

        assertThat(result(results, "capital").get("response").stringValue()).startsWith("Canberra");
        assertThat(result(results, "weather").get("response").stringValue())
                .isEqualTo("calls weather {\"city\":\"Bonn\"}");
        assertThat(result(results, "palindrome").get("model_name").stringValue())
                .isEqualTo("coder-32b");
        assertThat(results.size()).isEqualTo(12);
    }

    @Test
    void promptsGoOnlyToModelsThatCanTakeThem() {
        var results = strategy("smallest_llm").get("results");

        assertThat(result(results, "Hi!").get("model_name").stringValue()).isEqualTo("tiny-3b");
        assertThat(result(results, "weather").get("model_name").stringValue()).isEqualTo("fast-8b");
        assertThat(result(results, "log").get("model_name").stringValue()).isEqualTo("coder-32b");
        assertThat(result(results, "JSON").get("model_name").stringValue()).isEqualTo("coder-32b");
        assertThat(result(results, "picture").get("model_name").stringValue()).isEqualTo("vision-70b");
    }

    @Test
    void theRoutingModelDecidesForTheStrategyLlm() {
        var results = strategy("llm").get("results");

        assertThat(result(results, "train").get("model_name").stringValue()).isEqualTo("deep-400b");
        assertThat(result(results, "train").get("reason").stringValue()).contains("routing model named it");
    }

    @Test
    void savingsAreMeasuredAgainstTheDearestModel() {
        var largest = strategy("largest_llm");
        var cheapest = strategy("cost");

        assertThat(largest.get("saved_percent").intValue()).isZero();
        assertThat(largest.get("cost_usd")).isEqualTo(largest.get("dearest_cost_usd"));
        assertThat(cheapest.get("saved_percent").intValue()).isGreaterThan(80);
        assertThat(cheapest.get("dearest_cost_usd")).isEqualTo(largest.get("dearest_cost_usd"));
    }

    @Test
    void oneStrategyAloneShowsTheAnswersToo() {
        var run = new Cli(folder).run("demo", "--fast", "--strategy", "Rules");

        assertThat(run.out()).contains("tiny-3b: Canberra.").doesNotContain("round_robin");
    }

    @Test
    void coloursComeWithATerminalOnly() {
        var run = new Cli(folder).style(new Style(true, true)).run("demo", "--fast", "--strategy", "cost");

        assertThat(run.out()).contains("\u001b[1mLLMRouter demo\u001b[0m").contains("\u2500\u2500");
    }

    @Test
    void anUnknownStrategyIsMisuse() {
        var run = new Cli(folder).run("demo", "--strategy", "best");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("expected one of random, round_robin, rules")
                .contains("found 'best'");
    }

    private JsonNode strategy(String name) {
        var run = new Cli(folder).run("demo", "--fast", "--json", "--strategy", name);
        assertThat(run.code()).isZero();
        return run.json().get("strategies").get(0);
    }

    private static JsonNode result(JsonNode results, String word) {
        return results.valueStream()
                .filter(result -> result.get("query").stringValue().contains(word))
                .findFirst()
                .orElseThrow();
    }
}
