package io.llmrouter.learned.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterFileTest {
    @TempDir
    Path root;

    private RouterFile file(String yaml) throws IOException {
        Path folder = Files.createDirectories(root.resolve("configs/test"));
        return RouterFile.read(Files.writeString(folder.resolve("r.yaml"), yaml));
    }

    @Test
    void dataIsLookedForUpwardsAndModelsInThePackageFolderToo() throws IOException {
        Files.createDirectories(root.resolve("data"));
        Files.writeString(root.resolve("data/t.jsonl"), "");
        Files.createDirectories(root.resolve("llmrouter/saved"));
        Files.writeString(root.resolve("llmrouter/saved/m.llmr"), "");
        RouterFile file = file("data_path: {routing_data_train: data/t.jsonl, llm_data: data/none.json}\n"
                + "model_path: {load_model_path: saved/m.llmr, save_model_path: saved/n.llmr}\n");

        assertThat(file.data("routing_data_train")).contains(root.resolve("data/t.jsonl"));
        assertThat(file.modelToLoad()).contains(root.resolve("llmrouter/saved/m.llmr"));
        assertThat(file.modelToSave()).contains(root.resolve("saved/n.llmr"));
        assertThatThrownBy(() -> file.data("llm_data"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("data/none.json");
    }

    @Test
    void settingsHaveThisLibrarysNamesAndOthersAreWarnedAbout() throws IOException {
        RouterFile file = file("hparam: {hidden_layer_sizes: [64, 32], lr: 5e-4, alpha: 0.1, colour: red}\nxyz: 1\n");

        assertThat(file.settings("mlprouter")).containsEntry("hidden", 64.0).containsEntry("rate", 5e-4);
        assertThat(file.warnings("mlprouter"))
                .hasSize(3)
                .anyMatch(line -> line.contains("key xyz is not known"))
                .anyMatch(line -> line.contains("hparam.alpha has no effect here"))
                .anyMatch(line -> line.contains("hparam.colour is not known"));
    }

    @Test
    void theHybridRoutersModeIsRead() throws IOException {
        RouterFile file = file("router_mode: transformed\nrouter_tau: 0.2\nrouter_threshold: 0.4\nhparam: {}\n");

        assertThat(file.settings("hybrid_llm"))
                .containsEntry("mode", 2.0)
                .containsEntry("tau", 0.2)
                .containsEntry("threshold", 0.4);
        assertThat(file.warnings("hybridllm")).isEmpty();
    }

    @Test
    void whatIsNotOfThatFormIsRefused() {
        assertThatThrownBy(() -> file("[1, 2]")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> file("a: ["))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("YAML");
        assertThatThrownBy(() -> file("a: " + "[".repeat(5_000) + "]".repeat(5_000)))
                .hasMessageContaining("levels of indentation");
        assertThatThrownBy(() -> RouterFile.read(root.resolve("none.yaml"))).hasMessageContaining("no file");
        assertThatThrownBy(() -> file("hparam: {n_neighbors: many}").settings("knnrouter"))
                .hasMessageContaining("n_neighbors");
    }
}
