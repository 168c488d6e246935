package io.llmrouter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();
    private final StringWriter help = new StringWriter();

    @TempDir
    private Path root;

    @Test
    void helpNamesTheOptionsWithExamples() {
        assertThat(run("--help")).isZero();

        assertThat(help.toString())
                .contains("--peers", "--loads", "--rounds", "--seconds", "--quick", "--no-install", "--out", "jmh")
                .contains("llmrouter-benchmarks/run --quick --peers nginx --loads json,sse");
    }

    @Test
    void anUnknownLoadIsNamedBesideThoseThatAreKnown() {
        assertThat(run("--loads", "json,htm")).isEqualTo(2);

        assertThat(errors.toString()).contains("'htm'", "json-100k");
    }

    @Test
    void anUnknownPeerIsNamedBesideThoseThatAreKnown() {
        assertThat(run("--peers", "apache")).isEqualTo(2);

        assertThat(errors.toString()).contains("'apache'", "nginx");
    }

    @Test
    void aPageThatCannotBeWrittenIsNoticedBeforeAnythingRuns() {
        assertThat(run("--peers", "none", "--no-install")).isEqualTo(1);

        assertThat(errors.toString()).contains("benchmarks.md");
        assertThat(progress.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private int run(String... args) {
        var stream = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return Benchmarks.commandLine(new Benchmarks.Place(root, Optional.empty()), stream, stream)
                .setErr(new PrintWriter(errors, true))
                .setOut(new PrintWriter(help, true))
                .execute(args);
    }
}
