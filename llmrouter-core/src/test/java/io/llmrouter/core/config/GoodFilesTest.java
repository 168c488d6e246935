package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Capability;
import io.llmrouter.api.Recovery;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoodFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aKeyFileStandsBesideTheConfiguration() throws IOException {
        Files.createDirectory(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/openai.txt"), "sk-from-file\n\nsk-second\n");
    }

    private RouterConfig load(String name, Map<String, String> environment) {
        var file = ConfigFixtures.copy("good/" + name, folder);
        return new ConfigLoader(environment).load(file);
    }

    private static ModelEntry model(RouterConfig config, String name) {
        return config.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hostedAndBedrockModelsLoadThoughKeysOfUnusedProvidersAreUnset() {
        var config = load("mixed-providers.yaml", Map.of());

        assertThat(config.serve()).isEqualTo(ServeConfig.defaults().withHost("0.0.0.0"));
        assertThat(config.models())
                .extracting(ModelEntry::name)
                .containsExactly(
                        "llama-3.1-8b",
                        "llama3-70b",
                        "mistral-7b",
                        "chatqa-8b",
                        "claude-3-sonnet",
                        "claude-3-haiku",
                        "titan-text-express",
                        "llama3-70b-bedrock",
                        "mistral-7b-bedrock");
        assertThat(config.apiKeys()).containsExactly(Map.entry("nvidia", List.of("nvapi-xxx...", "nvapi-yyy...")));
        assertThat(config.routing().settings().section("weights").number("llama-3.1-8b"))
                .hasValue(3);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void pricesLimitsAndRegionsArriveAtTheModel() {
        var config = load("mixed-providers.yaml", Map.of());

        var haiku = model(config, "claude-3-haiku");
        assertThat(haiku.info().prices().input()).isEqualTo(new BigDecimal("0.25"));
        assertThat(haiku.info().prices().cacheRead()).isNull();
        assertThat(haiku.info().contextLimit()).isNull();
        assertThat(haiku.info().maxTokens()).isNull();
        assertThat(haiku.baseUrl()).isNull();
        assertThat(haiku.settings().text("aws_region")).contains("us-west-2");
        assertThat(model(config, "claude-3-sonnet").info().contextLimit()).isEqualTo(200_000);
        assertThat(model(config, "chatqa-8b").info().contextLimit()).isEqualTo(8_192);
    }

    @Test
    void theLlmStrategyWithMemoryAndMediaLoads() {
        var config = load(
                "llm-strategy.yaml",
                Map.of("HOME", "/home/ada", "TOGETHER_API_KEY", "tk-1", "MY_OPENAI_KEY", "sk-mine"));

        assertThat(config.routing().strategy()).isEqualTo("llm");
        assertThat(config.routing().settings().text("model")).contains("Qwen/Qwen2.5-7B-Instruct-Turbo");
        assertThat(config.memory().enabled()).isTrue();
        assertThat(config.memory().perUser()).isFalse();
        assertThat(config.memory().path()).isEqualTo(Path.of("/home/ada/.llmrouter/openclaw_memory.jsonl"));
        assertThat(config.media().enabled()).isTrue();
        assertThat(config.media().apiKeyIfSet()).contains("tk-1");
        assertThat(config.media().visionModel()).isEqualTo("Qwen/Qwen3-VL-8B-Instruct");
        assertThat(config.apiKeys()).containsEntry("together", List.of("tk-1"));
        assertThat(model(config, "own-key").apiKeys()).containsExactly("sk-mine");
        assertThat(model(config, "own-key").baseUrl()).isNull();
    }

    @Test
    void whatTheReferenceIgnoresIsAWarning() {
        var config = load("llm-strategy.yaml", Map.of("TOGETHER_API_KEY", "tk-1", "MY_OPENAI_KEY", "x", "HOME", "/h"));

        assertThat(config.warnings())
                .satisfiesExactly(
                        suffix -> assertThat(suffix).contains("llm-strategy.yaml:5 serve.show_model_suffix: "),
                        rule -> assertThat(rule)
                                .contains("llm-strategy.yaml:16 router.rules[1].model: left out")
                                .contains("'not-configured'"),
                        media -> assertThat(media).contains("llm-strategy.yaml:30 media: has no effect yet"));
    }

    @Test
    void bedrockAloneLoadsWithAnEmptyKeyAndARegionForAll() {
        var config = load("bedrock.yaml", Map.of());

        assertThat(config.routing().strategy()).isEqualTo("bedrock_smart_router");
        assertThat(config.apiKeys()).isEmpty();
        assertThat(model(config, "nova-micro").info().modelId()).isEqualTo("bedrock/us.amazon.nova-micro-v1:0");
        assertThat(model(config, "nova-micro").settings().text("aws_region")).contains("us-east-1");
        assertThat(model(config, "claude-haiku").settings().text("aws_region")).contains("us-west-2");
        assertThat(model(config, "nova-2-lite").info().provider()).isEqualTo("aws");
        assertThat(model(config, "nova-2-lite").info().prices().input()).isEqualByComparingTo("0.3");
    }

    @Test
    void aLearnedRouterLoadsWithPathsBesideTheFile() {
        var config = load("learned-strategy.yaml", Map.of());

        var learned = config.routing().settings().section("llmrouter");
        assertThat(learned.text("name")).contains("knnrouter");
        assertThat(learned.text("config_path"))
                .contains(folder.resolve("configs/knnrouter.yaml").toString());
        assertThat(learned.text("model_path")).isEmpty();
        var prices = model(config, "opus").info().prices();
        assertThat(prices.cacheRead()).isEqualByComparingTo("1.5");
        assertThat(prices.cacheWrite()).isEqualByComparingTo("18.75");
    }

    @Test
    void theAdditionsLoad() {
        var config = load("additions.yaml", Map.of());

        assertThat(config.routing().strategy()).isEqualTo("my_own");
        assertThat(config.routing().unknownModel()).isEqualTo(UnknownModel.ROUTE);
        assertThat(config.apiKeys())
                .containsEntry("openai", List.of("sk-from-file", "sk-second"))
                .containsEntry("nvidia", List.of("one", "two"));
        var primary = model(config, "primary");
        assertThat(primary.fallbacks()).containsExactly("secondary");
        assertThat(primary.info().maxTokens()).isEqualTo(16_000);
        assertThat(primary.info().prices().output()).isEqualByComparingTo("0.6");
        assertThat(primary.info().capabilities())
                .isEqualTo(Map.of(Capability.TOOLS, true, Capability.VISION, true, Capability.AUDIO, false));
        var secondary = model(config, "secondary");
        assertThat(secondary.baseUrl()).isEqualTo("https://models.example.org/v1");
        assertThat(secondary.apiKeys()).containsExactly("sk-one", "sk-two");
        assertThat(secondary.info().modelId()).isEqualTo("secondary");
        assertThat(secondary.info().capabilities())
                .isEqualTo(Map.of(Capability.TOOLS, true, Capability.JSON, true, Capability.PREFILL, true));
        assertThat(model(config, "guarded").settings().section("guardrail").flag("trace"))
                .contains(true);
    }

    @Test
    void resilienceIsInheritedKeyByKey() {
        var config = load("additions.yaml", Map.of());

        var all = config.resilience();
        assertThat(all.maxRetries()).isEqualTo(1);
        assertThat(all.connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(all.stallTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(all.deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(all.recovery()).isEqualTo(Recovery.FAIL);
        assertThat(all.streamTimeout()).isEqualTo(ResilienceConfig.DEFAULT.streamTimeout());
        var primary = model(config, "primary").resilience();
        assertThat(primary.maxRetries()).isZero();
        assertThat(primary.requestTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(primary.connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(model(config, "secondary").resilience()).isEqualTo(all);
    }

    @Test
    void theDefaultsOfTheTableAreThoseOfTheRecord() {
        var config = load("bedrock.yaml", Map.of());

        assertThat(config.resilience()).isEqualTo(ResilienceConfig.DEFAULT);
    }
}
