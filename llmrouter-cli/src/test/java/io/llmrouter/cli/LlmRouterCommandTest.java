package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.terminal.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmRouterCommandTest {
    @TempDir
    private Path folder;

    @Test
    void withoutACommandTheHelpIsShown() {
        var run = new Cli(folder).run();

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("LLMRouter v").contains("Commands:", "demo", "infer", "route", "doctor");
        assertThat(run.out()).doesNotContain("\u001b");
        assertThat(new Cli(folder).style(new Style(true, true)).run().out()).contains("\u001b[");
    }

    @Test
    void everyCommandExplainsItselfWithExamplesAndExitCodes() {
        for (String command :
                List.of("demo", "infer", "chat", "route", "doctor", "serve", "mock", "completion", "version")) {
            var run = new Cli(folder).run(command, "--help");

            assertThat(run.code()).as(command).isZero();
            assertThat(run.out())
                    .contains("Usage: llmrouter " + command, "Exit codes:", "  0 ", "  2 ", "Example")
                    .contains("--verbose");
        }
    }

    @Test
    void theVersionIsTheProjects() {
        var run = new Cli(folder).run("version");

        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("(?s)LLMRouter CLI v\\d+\\.\\d+\\.\\d+\\S*\nJava \\d+.*\n.+\n");
        assertThat(new Cli(folder).run("--version").out()).isEqualTo(run.out());
    }

    @Test
    void aMisspeltCommandOrOptionIsAnsweredWithASuggestion() {
        var command = new Cli(folder).run("docter");
        var option = new Cli(folder).run("infer", "--qury", "x");

        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("Did you mean: llmrouter doctor");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("--query").doesNotContain("\tat ");
    }

    @Test
    void everyProblemOfAConfigurationIsALineWithFileAndLine() {
        var run = new Cli(folder)
                .file("llmrouter.yaml", "llms:\n  a:\n    provider: opnai\n    model: m\n    max_tokens: many\n")
                .run("infer", "-q", "x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("error: " + folder.resolve("llmrouter.yaml") + ":"))
                .anyMatch(line -> line.contains(":3 llms.a.provider: expected"))
                .anyMatch(line -> line.contains(":5 llms.a.max_tokens: expected"));
    }

    @Test
    void withoutAConfigurationAMinimalOneIsShown() {
        var run = new Cli(folder).run("route", "-q", "x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "error: There is no configuration: expected --config, ./llmrouter.yaml or $LLMROUTER_CONFIG")
                .contains("provider: openai")
                .doesNotContain("\tat ");
    }

    @Test
    void theConfigurationOfTheVariableIsUsedWhereTheFolderHasNone() {
        var cli = new Cli(folder).file("other.yaml", "llms: {a: {provider: ollama, model: m}}\n");

        var run = cli.environment(
                        Map.of("LLMROUTER_CONFIG", folder.resolve("other.yaml").toString()))
                .run("route", "-q", "x", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.json().get("model_name").stringValue()).isEqualTo("a");
    }

    @Test
    void anErrorHasAStackTraceOnlyWhenVerbose() {
        var quiet = new Cli(folder).run("route", "-q", "x");
        var verbose = new Cli(folder).run("route", "-q", "x", "--verbose");
        var before = new Cli(folder).run("--verbose", "route", "-q", "x");

        assertThat(quiet.err()).doesNotContain("\tat ");
        assertThat(verbose.err()).contains("\tat io.llmrouter.cli");
        assertThat(before.err()).contains("\tat io.llmrouter.cli");
    }

    @Test
    void whatNobodyExpectedIsOneLineAndAHint() {
        var run = new Cli(folder).environment(Map.of("LLMROUTER_CONFIG", "\0")).run("route", "-q", "x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("error: InvalidPathException: "))
                .anyMatch(line -> line.equals("Run it again with --verbose for the stack trace."));
    }
}
