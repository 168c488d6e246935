package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that name the section of models and say nothing in it. */
class SilentSectionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llms:", "llms: ''", "llms: !!map", "models: ''", "llms: {}", "llms: ${NOBODY_SET_THIS}"})
    void aFileWithoutAModelIsRefused(String yaml) {
        Path file = ConfigFixtures.write(folder.resolve("f.yaml"), yaml + "\nrouter: {strategy: random}\n");

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("f.yaml:1");
    }
}
