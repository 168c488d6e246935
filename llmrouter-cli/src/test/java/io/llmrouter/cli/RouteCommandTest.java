package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.FakeProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {
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
    void theDecisionIsShownWithItsReasonAndFallbacksAndNobodyIsCalled() {
        var run = cli.run("route", "-q", "write code");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                strong by rules: keyword "code" of rule 1

                  candidate  score
                  quick
                  strong            chosen

                If it fails: quick
                """);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void scoresAndExclusionsAreShown() {
        String longQuery = "word ".repeat(8_000);

        var scored = cli.run("route", "-q", "hello", "--router", "cost");
        var excluded = cli.piped(longQuery).run("route");

        assertThat(scored.out()).containsPattern("quick +0\\.001\\S* +chosen").containsPattern("strong +0\\.01");
        assertThat(excluded.out())
                .contains("strong by rules: the only model that can take the request")
                .containsPattern("quick +excluded: context of 8000 tokens is below the prompt's \\d+")
                .as("quick is its fallback, but cannot take the request")
                .contains("No fallbacks: if it fails, the call fails.");
    }

    @Test
    void jsonHasTheWholeDecision() {
        var json = cli.run("route", "-q", "write code", "--json").json();

        assertThat(json.get("model_name").stringValue()).isEqualTo("strong");
        assertThat(json.get("reason").stringValue()).isEqualTo("keyword \"code\" of rule 1");
        assertThat(json.get("candidates").size()).isEqualTo(2);
        assertThat(json.get("fallbacks").get(0).stringValue()).isEqualTo("quick");
    }

    @Test
    void withoutAQueryThereIsNothingToRoute() {
        var run = cli.run("route");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("There is nothing to route").contains("Try 'llmrouter route --help'.");
    }
}
