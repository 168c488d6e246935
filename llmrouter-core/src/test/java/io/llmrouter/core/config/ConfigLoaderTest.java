package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private RouterConfig load(Map<String, String> environment, String yaml) {
        return new ConfigLoader(environment).load(ConfigFixtures.write(folder.resolve("llmrouter.yaml"), yaml));
    }

    @Test
    void theVariableThatAProviderNamesIsLookedUpForItsKey() {
        var loader = new ConfigLoader(Map.of("HF_TOKEN", "hf_1", "HUGGINGFACE_API_KEY", "other"))
                .knowing(Map.of("huggingface", "HF_TOKEN"), Set.of("random"));

        var config = loader.load(Map.of("llms", Map.of("m", Map.of("provider", "huggingface"))));

        assertThat(config.apiKeys()).containsEntry("huggingface", List.of("hf_1"));
    }

    @Test
    void mapsSayWhatAFileSays() {
        var config = new ConfigLoader(Map.of("REGION", "eu-west-1"))
                .load(Map.of(
                        "llms",
                        Map.of(
                                "a",
                                Map.of(
                                        "provider",
                                        "bedrock",
                                        "aws_region",
                                        "${REGION}",
                                        "input_price",
                                        0.25,
                                        "max_tokens",
                                        100,
                                        "capabilities",
                                        List.of("tools"),
                                        "resilience",
                                        Map.of("stall_timeout", Duration.ofSeconds(7))))));

        var model = config.models().get(0);
        assertThat(config.source()).isNull();
        assertThat(model.settings().text("aws_region")).contains("eu-west-1");
        assertThat(model.info().prices().input()).isEqualByComparingTo("0.25");
        assertThat(model.info().maxTokens()).isEqualTo(100);
        assertThat(model.resilience().stallTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void problemsOfMapsNameTheKeyAlone() {
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(Map.of("llms", Map.of("a", Map.of("modle", 1)))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("llms.a.modle: expected a known key, perhaps 'model', found 'modle'");
    }

    @Test
    void theDefaultsHoldWhereNothingIsSaid() {
        var config = load(Map.of("HOME", "/home/ada"), "llms: {gpt: }");

        assertThat(config.serve()).isEqualTo(ServeConfig.defaults());
        assertThat(config.routing().strategy()).isEqualTo("random");
        assertThat(config.routing().unknownModel()).isEqualTo(RoutingConfig.UnknownModel.REJECT);
        assertThat(config.memory().path()).isEqualTo(Path.of("/home/ada/.llmrouter/openclaw_memory.jsonl"));
        assertThat(config.media().baseUrl()).isEqualTo("https://api.together.xyz/v1");
        var model = config.models().get(0);
        assertThat(model.info().provider()).isEqualTo("openai");
        assertThat(model.info().modelId()).isEqualTo("gpt");
        assertThat(model.info().prices().areKnown()).isFalse();
        assertThat(config.source()).isEqualTo(folder.resolve("llmrouter.yaml"));
    }

    @Test
    void pathsStartAtTheFolderOfTheFile() {
        var config = load(
                Map.of("LOGS", "logs"),
                "memory: {path: $LOGS/memory.jsonl}\nrouter: {model_path: ../m.bin}\nllms: {a: {}}");

        assertThat(config.memory().path()).isEqualTo(folder.resolve("logs/memory.jsonl"));
        assertThat(config.routing().settings().text("model_path"))
                .contains(folder.resolveSibling("m.bin").toString());
    }

    @Test
    void variablesAreExpandedWithTheirDefaults() {
        var config = load(
                Map.of("SET", "1", "EMPTY", ""),
                "llms: {a: {description: '${SET}|${EMPTY}|${EMPTY:-2}|${UNSET:-3}|${UNSET:-}|$SET'}}");

        assertThat(config.models().get(0).info().description()).isEqualTo("1||2|3||$SET");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void whatOnlyLooksLikeAVariableStaysWithAWarning() {
        var config = load(Map.of(), "llms: {a: {description: 'a ${ b ${1} ${x'}}");

        assertThat(config.models().get(0).info().description()).isEqualTo("a ${ b ${1} ${x");
        assertThat(config.warnings()).singleElement().asString().contains("llms.a.description: has a '${'");
    }

    @Test
    void unsetVariablesDoNoHarmInWhatIsOff() {
        var config = load(
                Map.of(),
                "memory: {path: '${NOWHERE}/m', top_k: '${K}'}\nmedia: {api_key: '${NO_KEY}'}\nllms: {a: {}}");

        assertThat(config.memory().topK()).isEqualTo(10);
        assertThat(config.media().apiKeyIfSet()).isEmpty();
    }

    @Test
    void knownNamesAreComparedWithoutRegardToCase() {
        var loader = new ConfigLoader(Map.of()).knowing(Map.of("OpenAI", ""), Set.of("Round_Robin"));
        var file = ConfigFixtures.write(
                folder.resolve("f.yaml"), "router: {strategy: ROUND_robin}\nllms: {a: {provider: openAI}}");

        assertThat(loader.load(file).routing().strategy()).isEqualTo("round_robin");
    }

    @Test
    void theDefaultProviderMustBeKnownToo() {
        var loader = new ConfigLoader(Map.of()).knowing(Map.of("bedrock", ""), Set.of("random"));

        assertThatThrownBy(() -> loader.load(Map.of("llms", Map.of("a", Map.of()))))
                .hasMessage("llms.a.provider: expected a base_url beside it, or a known provider (bedrock), found"
                        + " 'openai'");
    }

    @Test
    void oddRulesAndWeightsAreWarnings() {
        var config = load(Map.of(), """
                router:
                  weights: {fast: 1, fats: 2}
                  rules:
                    - keywords: [a]
                    - model: fast
                    - {keywords: [b], model: fats}
                    - default: gone
                llms: {fast: {}, auto: {}}
                """);

        assertThat(config.warnings())
                .extracting(warning -> warning.substring(warning.indexOf(".yaml") + 5))
                .containsExactly(
                        ":8 llms.auto: cannot be called by its name: 'auto' stands for the router's own choice",
                        ":4 router.rules[0]: the rule never applies: it needs keywords and a model, or a default",
                        ":5 router.rules[1]: the rule never applies: it needs keywords and a model, or a default",
                        ":6 router.rules[2].model: left out: 'fats' is not the name of a configured model, perhaps"
                                + " 'fast'",
                        ":7 router.rules[3].default: left out: 'gone' is not the name of a configured model (fast,"
                                + " auto)",
                        ":2 router.weights.fats: left out: it is not the weight of a configured model, perhaps"
                                + " 'fast'");
    }

    @Test
    void aVariableOfTheProviderThatNoHeaderCanCarryIsNamed() {
        assertThatThrownBy(() -> load(Map.of("OPENAI_API_KEY", "sk-\u0007"), "llms: {a: {}}"))
                .hasMessage("OPENAI_API_KEY: expected keys of printable ASCII characters, found one with others");
    }

    @Test
    void charactersOfAllPlanesLoad() {
        assertThat(load(Map.of(), "llms: {a: {description: 'g\u00fcnstig \ud83d\ude80'}}")
                        .models()
                        .get(0)
                        .info()
                        .description())
                .isEqualTo("g\u00fcnstig \ud83d\ude80");
    }

    @Test
    void aFileWithAByteOrderMarkAndWindowsLineEndsLoads() throws IOException {
        var file = folder.resolve("windows.yaml");
        Files.writeString(file, "\uFEFFllms:\r\n  a:\r\n    model: x\r\n");

        assertThat(new ConfigLoader(Map.of()).load(file).models().get(0).info().modelId())
                .isEqualTo("x");
    }

    @Test
    void aValueOfAMergedSectionGivesWayToItsOwn() {
        var config = load(
                Map.of(), "x-base: &base {model: base, max_tokens: 5}\nllms: {a: {<<: *base, model: own}, b: *base}");

        assertThat(config.models()).extracting(model -> model.info().modelId()).containsExactly("own", "base");
        assertThat(config.models())
                .extracting(model -> model.info().maxTokens())
                .containsExactly(5, 5);
    }
}
