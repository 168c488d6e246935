package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void everyClassWithAMainIsListed() throws IOException {
        List<String> programs;
        try (var files = Files.list(Path.of("src/main/java/io/llmrouter/examples"))) {
            programs = files.filter(LauncherTest::hasMain)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("Examples"))
                    .toList();
        }

        assertThat(programs).isNotEmpty();
        assertThat(Examples.all().keySet()).containsExactlyInAnyOrderElementsOf(programs);
    }

    @Test
    void withoutANameTheExamplesAreListed() throws Exception {
        Ran listed = Ran.example(none -> assertThat(Examples.run()).isZero());

        assertThat(listed.lines()).hasSize(Examples.all().size() + 1);
        assertThat(listed.lines().get(0)).startsWith("QuickStart ");
        assertThat(listed.requests()).isEmpty();
    }

    @Test
    void anExampleIsRunByItsName() throws Exception {
        Ran ran = Ran.example(none -> assertThat(Examples.run("CustomProvider")).isZero());

        assertThat(ran.lines()).contains("You said: Pieces of eight!");
    }

    @Test
    void anUnknownNameIsAnErrorAndTheOthersStillRun() throws Exception {
        Ran ran = Ran.example(
                none -> assertThat(Examples.run("Nope", "CustomProvider")).isEqualTo(2));

        assertThat(ran.lines()).contains("You said: Pieces of eight!");
    }

    private static boolean hasMain(Path file) {
        try {
            return Files.readString(file).contains("public static void main(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
