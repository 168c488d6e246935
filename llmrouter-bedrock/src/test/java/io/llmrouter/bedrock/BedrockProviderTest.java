package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.bedrock.TestModels.Keys;
import io.llmrouter.core.config.SettingsTree;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.document.Document;

class BedrockProviderTest {
    private static ModelConfig config(Map<String, ?> settings) {
        return TestModels.config(TestModels.CLAUDE, null, new Keys(), settings);
    }

    @Test
    void theServiceLoaderFindsItUnderNameAndAlias() {
        assertThat(ServiceLoader.load(ChatModelProvider.class))
                .hasAtLeastOneElementOfType(BedrockProvider.class)
                .anySatisfy(provider -> {
                    assertThat(provider.name()).isEqualTo("bedrock");
                    assertThat(provider.aliases()).containsExactly("aws");
                });
    }

    @Test
    void aModelIsMadeWithoutCredentialsOrRegion() {
        try (var model = TestModels.of(config(Map.of()))) {
            assertThat(model.toString()).contains("claude");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-3-haiku-20240307-v1:0, anthropic.claude-3-haiku-20240307-v1:0",
        "bedrock/amazon.nova-pro-v1:0, amazon.nova-pro-v1:0",
        "bedrock/bedrock/amazon.nova-pro-v1:0, amazon.nova-pro-v1:0"
    })
    void thePrefixOfTheModelIdIsTakenOff(String configured, String expected) {
        var settings = BedrockSettings.of(TestModels.config(configured, null, new Keys(), Map.of()));
        assertThat(settings.modelId()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"us-east-1", "us-west-2", "eu-west-1", "us-gov-west-1"})
    void theRegionIsKeptExactly(String region) {
        assertThat(BedrockSettings.of(config(Map.of("aws_region", region))).region())
                .isEqualTo(region);
    }

    @Test
    void anAbsentOrBlankRegionIsLeftToTheEnvironment() {
        assertThat(BedrockSettings.of(config(Map.of())).region()).isNull();
        assertThat(BedrockSettings.of(config(Map.of("aws_region", " "))).region())
                .isNull();
    }

    @Test
    void settingsThatCannotBeAreReportedWithTheirKey() {
        refused(Map.of("aws_region", "us east"), "aws_region");
        refused(Map.of("aws_access_key_id", "AKID"), "aws_secret_access_key");
        refused(Map.of("guardrail", Map.of("version", "1")), "guardrail.id");
        refused(Map.of("guardrail", Map.of("id", "g", "trace", "loud")), "guardrail.trace");
        refused(Map.of("performance_config_latency", "fast"), "performance_config_latency");
        for (String address : List.of("bedrock.example.com", "ftp://x", "http://a b")) {
            assertThatThrownBy(() -> new BedrockProvider(Map.of())
                            .create(TestModels.config(TestModels.CLAUDE, address, new Keys(), Map.of())))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("base_url");
        }
    }

    private static void refused(Map<String, ?> settings, String key) {
        assertThatThrownBy(() -> new BedrockProvider(Map.of()).create(config(settings)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llms.m." + key);
    }

    @Test
    void additionalFieldsKeepTheirKinds() {
        var fields = BedrockSettings.of(config(Map.of(
                        "additional_request_fields",
                        Map.of(
                                "thinking",
                                Map.of("type", "enabled", "budget_tokens", 2000),
                                "beta",
                                List.of("a", "b"),
                                "stages",
                                List.of(Map.of("n", 1.5)),
                                "flag",
                                true,
                                "text",
                                "12"))))
                .additionalFields();
        assertThat(json(fields, "thinking")).contains("\"type\":\"enabled\"", "\"budget_tokens\":2000");
        assertThat(json(fields, "beta")).isEqualTo("[\"a\",\"b\"]");
        assertThat(json(fields, "stages")).isEqualTo("[{\"n\":1.5}]");
        assertThat(json(fields, "flag")).isEqualTo("true");
        assertThat(json(fields, "text")).isEqualTo("\"12\"");
    }

    private static String json(Map<String, Document> fields, String name) {
        return Documents.toJson(Objects.requireNonNull(fields.get(name)));
    }

    @Test
    void theLimitOfTheModelHoldsWhereTheRequestSaysNothingOrMore() {
        var info = new ModelInfo("m", "bedrock", TestModels.CLAUDE, "", Prices.UNKNOWN, Map.of(), null, 1000);
        var requests = new ConverseRequests(BedrockSettings.of(
                new ModelConfig(info, null, new Keys(), Duration.ofSeconds(1), SettingsTree.of(Map.of()))));
        assertThat(requests.of(ChatRequest.of("a")).inferenceConfig().maxTokens())
                .isEqualTo(1000);
        assertThat(requests.of(ChatRequest.builder().user("a").maxTokens(5000).build())
                        .inferenceConfig()
                        .maxTokens())
                .isEqualTo(1000);
        assertThat(requests.of(ChatRequest.builder().user("a").maxTokens(10).build())
                        .inferenceConfig()
                        .maxTokens())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-sonnet-4-20250514-v1:0, ANTHROPIC",
        "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0, ANTHROPIC",
        "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123, UNKNOWN",
        "eu.amazon.nova-lite-v1:0, AMAZON_NOVA",
        "amazon.titan-text-express-v1, OTHER",
        "mistral.mistral-7b-instruct-v0:2, OTHER"
    })
    void theFamilyOfAModelIsReadFromItsId(String modelId, ModelFamily family) {
        assertThat(ModelFamily.of(modelId)).isEqualTo(family);
    }

    @Test
    void secretsAreInNoText() {
        var access = Access.of(config(TestModels.signed()), Map.of());
        assertThat(access.toString()).doesNotContain(TestModels.SECRET, "AKIDEXAMPLE");
        assertThat(Access.of(config(Map.of("bearer_token", "bearer-secret")), Map.of())
                        .toString())
                .doesNotContain("bearer-secret");
    }

    @Test
    void aMissingSdkIsNamed() throws Exception {
        var urls = new ArrayList<URL>();
        for (String path : classPath()) {
            if (!path.contains("amazon")) {
                urls.add(new File(path).toURI().toURL());
            }
        }
        try (var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var creation = (Callable<?>) loader.loadClass(CreationWithoutSdk.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(creation.call()).asString().contains("software.amazon.awssdk:bedrockruntime");
        }
    }

    private static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }

    @Test
    void theSdkBringsNoOtherHttpClientAndStaysSmall() {
        assertThatThrownBy(() -> Class.forName("io.netty.channel.Channel")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("org.apache.http.client.HttpClient"))
                .isInstanceOf(ClassNotFoundException.class);
        long bytes = classPath().stream()
                .filter(path -> path.contains("amazon") || path.contains("reactive-streams") || path.contains("slf4j"))
                .mapToLong(path -> new File(path).length())
                .sum();
        assertThat(bytes).isBetween(1_000_000L, 9_000_000L);
    }
}
