package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModulePathTest {
    @Test
    void providersAndStrategiesAreFoundOnTheModulePath() throws Exception {
        List<Path> modules = Dependencies.read().of("llmrouter-examples");

        OtherJvm ran = OtherJvm.run(List.of(
                "-p",
                OtherJvm.path(modules),
                "-m",
                "io.llmrouter.examples/io.llmrouter.examples.Examples",
                "QuickStart",
                "BedrockQuery",
                "StructuredOutput",
                "CustomProvider",
                "CustomStrategy"));

        assertThat(ran.output())
                .contains("fast by rules")
                .contains("claude by only")
                .contains("Tokyo in Japan")
                .contains("You said: Pieces of eight!")
                .contains("nova by language (the prompt is in CYRILLIC)");
        assertThat(ran.code()).isZero();
    }
}
