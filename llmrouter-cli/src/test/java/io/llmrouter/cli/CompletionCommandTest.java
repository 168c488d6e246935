package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path folder;

    @Test
    void bashCompletesCommandsOptionsAndValues() throws Exception {
        assumeTrue(Files.isExecutable(BASH));

        assertThat(completions("inf")).containsExactly("infer");
        assertThat(completions("infer", "--conc")).containsExactly("--concurrency");
        assertThat(completions("demo", "--strategy", "round")).containsExactly("round_robin");
        assertThat(completions("completion", "f")).containsExactly("fish");
    }

    @Test
    void zshTakesTheSameScript() {
        var cli = new Cli(folder);

        assertThat(cli.run("completion", "zsh").out())
                .isEqualTo(cli.run("completion", "bash").out())
                .contains("ZSH_VERSION");
    }

    @Test
    void fishHasCommandsOptionsAndValues() {
        assertThat(new Cli(folder).run("completion", "fish").out().lines())
                .contains("complete -c llmrouter -f")
                .anyMatch(
                        line -> line.startsWith("complete -c llmrouter -n __fish_use_subcommand -a infer -d 'Ask the"))
                .anyMatch(line -> line.startsWith(
                        "complete -c llmrouter -n '__fish_seen_subcommand_from infer' -s i -l input -r -F -d 'A file"))
                .noneMatch(line -> line.contains("-l device") || line.contains("warm-up"));
    }

    @Test
    void anotherShellIsNamed() {
        var run = new Cli(folder).run("completion", "tcsh");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).containsIgnoringCase("bash, zsh, fish");
    }

    private List<String> completions(String... words) throws Exception {
        String script = new Cli(folder).run("completion", "bash").out() + """

                COMP_WORDS=(llmrouter "$@")
                COMP_CWORD=$#
                _complete_llmrouter
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Path file = Files.writeString(folder.resolve("complete.bash"), script);
        var command = new ArrayList<>(List.of(BASH.toString(), file.toString()));
        command.addAll(List.of(words));
        Process bash =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
