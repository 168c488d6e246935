package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyResolutionTest {
    @TempDir
    Path folder;

    private RouterConfig load(Map<String, String> environment, String yaml) {
        return new ConfigLoader(environment).load(ConfigFixtures.write(folder.resolve("llmrouter.yaml"), yaml));
    }

    @Test
    void theModelsOwnKeyComesFirst() {
        var config = load(
                Map.of("MINE", "sk-env", "OPENAI_API_KEY", "sk-provider"),
                "llms: {a: {api_key: sk-own, api_key_env: MINE}}");

        assertThat(config.models().get(0).apiKeys()).containsExactly("sk-own");
        assertThat(config.apiKeys()).isEmpty();
    }

    @Test
    void thenTheVariablesThatTheModelNames() {
        var config = load(Map.of("ONE", "sk-1, sk-2", "TWO", "sk-3"), "llms: {a: {api_key_env: [ONE, UNSET, TWO]}}");

        assertThat(config.models().get(0).apiKeys()).containsExactly("sk-1", "sk-2", "sk-3");
    }

    @Test
    void thenTheModelsKeyFile() throws IOException {
        Files.writeString(folder.resolve("key"), "sk-file\r\n");

        var config = load(Map.of(), "llms: {a: {api_key: '', api_key_file: key}}");

        assertThat(config.models().get(0).apiKeys()).containsExactly("sk-file");
    }

    @Test
    void thenTheProvidersKeysInAnyCaseOfItsName() {
        var config = load(
                Map.of("OPENAI_API_KEY", "sk-variable"),
                "api_keys: {OpenAI: 'sk-1,sk-2'}\nllms: {a: {provider: OPENAI}}");

        assertThat(config.models().get(0).apiKeys()).isEmpty();
        assertThat(config.apiKeys()).containsExactly(Map.entry("openai", List.of("sk-1", "sk-2")));
    }

    @Test
    void thenTheProvidersVariable() {
        var config = load(
                Map.of("MY_CLOUD_2_API_KEY", "sk-mine"), "llms: {a: {provider: my-cloud.2, base_url: 'http://h'}}");

        assertThat(config.apiKeys()).containsExactly(Map.entry("my-cloud.2", List.of("sk-mine")));
    }

    @Test
    void anUnsetVariableInApiKeysGivesWayToTheProvidersOwn() {
        var config = load(Map.of("OPENAI_API_KEY", "sk-variable"), "api_keys: {openai: '${OTHER}'}\nllms: {a: {}}");

        assertThat(config.apiKeys()).containsEntry("openai", List.of("sk-variable"));
    }

    @Test
    void ofSeveralKeysTheUnsetAreLeftOutWithAWarning() {
        var config = load(Map.of("ONE", "sk-1"), "api_keys: {openai: ['${ONE}', '${TWO}']}\nllms: {a: {}}");

        assertThat(config.apiKeys()).containsEntry("openai", List.of("sk-1"));
        assertThat(config.warnings()).singleElement().asString().contains(":1 api_keys.openai[1]: left out");
    }

    @Test
    void aModelWithoutAnyKeyLoads() {
        var config = load(Map.of(), "llms: {a: {base_url: 'http://localhost:11434/v1'}}");

        assertThat(config.apiKeys()).isEmpty();
        assertThat(config.models().get(0).apiKeys()).isEmpty();
    }

    @Test
    void bedrockAndLocalModelsNeedNoKeyThoughOneIsNamed() {
        var config = load(Map.of(), """
                api_keys: {bedrock: "${BEDROCK_KEY}", openai: "${OPENAI_API_KEY}"}
                llms: {a: {provider: Bedrock}, b: {local: true, base_url: "http://localhost:1"}}
                """);

        assertThat(config.apiKeys()).isEmpty();
    }

    @Test
    void aKeyThatBeginsWithADollarSignIsNone() {
        var config = load(Map.of("OPENAI_API_KEY", "sk-v"), "api_keys: {openai: $OPENAI_API_KEY}\nllms: {a: {}}");

        assertThat(config.apiKeys()).containsEntry("openai", List.of("sk-v"));
        assertThat(config.warnings()).singleElement().asString().contains("begins with '$'");
    }

    @Test
    void aKeyFileThatAllCanReadIsAWarning() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        for (String mode : List.of("rw-------", "rw-r--r--")) {
            var file = Files.writeString(folder.resolve("key" + mode.length() + mode.charAt(6)), "sk-file");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

            var config = load(Map.of(), "llms: {a: {api_key_file: " + file.getFileName() + "}}");

            assertThat(config.warnings()).hasSize(mode.endsWith("r--") ? 1 : 0);
        }
    }

    @Test
    void theMediaKeyIsItsOwnOrTheVariablesOrTogethers() {
        var yaml = "media: {enabled: true%s}\napi_keys: {together: tk}\nllms: {a: {api_key: x}}";

        assertThat(load(Map.of("TOGETHER_API_KEY", "v"), yaml.formatted(", api_key: own"))
                        .media()
                        .apiKey())
                .isEqualTo("own");
        assertThat(load(Map.of("TOGETHER_API_KEY", "v"), yaml.formatted(""))
                        .media()
                        .apiKey())
                .isEqualTo("v");
        assertThat(load(Map.of(), yaml.formatted("")).media().apiKey()).isEqualTo("tk");
    }

    @Test
    void theLlmStrategyNeedsTheKeyOfItsProvider() {
        var config =
                load(Map.of("GROQ_API_KEY", "gk"), "router: {strategy: LLM, provider: Groq}\nllms: {a: {api_key: x}}");

        assertThat(config.apiKeys()).containsEntry("groq", List.of("gk"));
    }

    @Test
    void nothingThatIsPrintedShowsAKey() {
        var config = load(
                Map.of(),
                "api_keys: {openai: sk-all}\nmedia: {api_key: sk-media}\nllms: {a: {api_key: sk-own}, b: {}}");

        assertThat(config + " " + config.models() + config.media() + config.routing()
                        + config.models().get(0).settings())
                .doesNotContain("sk-");
    }
}
