package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.http.HttpCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://host/v1, https://host/v1/chat/completions",
        "https://host/v1/, https://host/v1/chat/completions",
        "https://host/v1//, https://host/v1/chat/completions",
        "https://host, https://host/chat/completions",
        "https://host/v1/chat/completions, https://host/v1/chat/completions",
        "https://host/v1/chat/completions/, https://host/v1/chat/completions",
        "http://[::1]:8080/a%20b/v1?tenant=7, http://[::1]:8080/a%20b/v1/chat/completions?tenant=7"
    })
    void aBaseUrlIsCompletedOnce(String baseUrl, String expected) {
        assertThat(uri(Preset.OPENAI_COMPATIBLE, baseUrl, Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://r.openai.azure.com, https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
        "https://r.openai.azure.com/openai/, https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
        "https://r.openai.azure.com/openai/deployments/other, https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2024-10-21",
        "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=x, https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=x",
        "https://r.openai.azure.com/openai/v1, https://r.openai.azure.com/openai/v1/chat/completions"
    })
    void azureHasItsOwnAddresses(String baseUrl, String expected) {
        assertThat(uri(Preset.AZURE, baseUrl, Map.of())).isEqualTo(expected);
    }

    @Test
    void azureTakesAnApiVersion() {
        assertThat(uri(Preset.AZURE, "https://r.openai.azure.com", Map.of("api_version", "2025-01-01-preview")))
                .endsWith("/openai/deployments/my%20gpt/chat/completions?api-version=2025-01-01-preview");
        assertThat(uri(Preset.AZURE, "https://r.openai.azure.com/openai/v1", Map.of("api_version", "preview")))
                .endsWith("/openai/v1/chat/completions?api-version=preview");
    }

    @Test
    void anthropicAnswersAtMessages() {
        assertThat(uri(Preset.ANTHROPIC, null, Map.of())).isEqualTo("https://api.anthropic.com/v1/messages");
        assertThat(uri(Preset.ANTHROPIC, "https://proxy", Map.of())).isEqualTo("https://proxy/v1/messages");
        assertThat(uri(Preset.ANTHROPIC, "https://proxy/v1/messages", Map.of())).isEqualTo("https://proxy/v1/messages");
    }

    @Test
    void theChatPathCanBeSet() {
        assertThat(uri(Preset.OPENAI_COMPATIBLE, "https://host", Map.of("chat_path", "/api/chat")))
                .isEqualTo("https://host/api/chat");
        assertProblem(Preset.OPENAI, Map.of("chat_path", "api/chat"), "chat_path");
        assertProblem(Preset.OPENAI, Map.of("chat_path", "/a b"), "chat_path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000/v1", "ftp://host/v1", "https:///v1", "/v1", "https://ho st/v1", "host"})
    void aBaseUrlThatIsNoneIsAProblem(String baseUrl) {
        assertThatThrownBy(() -> uri(Preset.OPENAI_COMPATIBLE, baseUrl, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("base_url");
    }

    @Test
    void aBaseUrlIsNeededWhereTheProviderHasNone() {
        assertThatThrownBy(() -> uri(Preset.OPENAI_COMPATIBLE, null, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("base_url");
    }

    @Test
    void aPasswordInTheBaseUrlIsRefusedAndNotShown() {
        assertThatThrownBy(() -> uri(Preset.OPENAI_COMPATIBLE, "https://me:hunter22@host/v1", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("base_url")
                .hasMessageNotContaining("hunter22");
    }

    @Test
    void eachProviderHasItsHeaderForTheKey() {
        assertThat(headers(Preset.OPENAI, Map.of())).containsEntry("authorization", "Bearer the-key");
        assertThat(headers(Preset.AZURE, Map.of()))
                .containsEntry("api-key", "the-key")
                .doesNotContainKey("authorization");
        assertThat(headers(Preset.ANTHROPIC, Map.of()))
                .containsEntry("x-api-key", "the-key")
                .containsEntry("anthropic-version", "2023-06-01")
                .doesNotContainKeys("authorization", "anthropic-beta");
    }

    @Test
    void theWayOfTheKeyCanBeSet() {
        assertThat(headers(Preset.AZURE, Map.of("auth_mode", "bearer")))
                .containsEntry("authorization", "Bearer the-key");
        assertThat(headers(Preset.OPENAI, Map.of("auth_mode", "none"))).doesNotContainKey("authorization");
        assertProblem(Preset.OPENAI, Map.of("auth_mode", "basic"), "auth_mode");
    }

    @Test
    void anthropicsVersionAndBetasCanBeSet() {
        assertThat(headers(
                        Preset.ANTHROPIC,
                        Map.of("anthropic_version", "2030-01-01", "anthropic_beta", List.of("one", "two"))))
                .containsEntry("anthropic-version", "2030-01-01")
                .containsEntry("anthropic-beta", "one,two");
        assertProblem(Preset.ANTHROPIC, Map.of("anthropic_version", "a\nb"), "anthropic_version");
        assertProblem(Preset.ANTHROPIC, Map.of("anthropic_beta", "a\nb"), "anthropic_beta");
    }

    @Test
    void extraHeadersAreSentAndReplaceOurs() {
        assertThat(headers(Preset.OPENAI, Map.of("headers", Map.of("X-Title", "demo", "User-Agent", "me"))))
                .containsEntry("x-title", "demo")
                .containsEntry("user-agent", "me")
                .containsEntry("authorization", "Bearer the-key");
        assertThat(headers(Preset.OPENAI, Map.of("headers", Map.of("Authorization", "Basic abc"))))
                .containsEntry("authorization", "Basic abc");
    }

    @Test
    void headersThatCannotBeSentAreProblemsThatHideTheirValues() {
        for (Map<String, Object> headers : List.<Map<String, Object>>of(
                Map.of("Host", "secret"),
                Map.of("Content-Length", "secret"),
                Map.of("a b", "secret"),
                Map.of("x", "secret\r\ny: z"))) {
            assertThatThrownBy(() -> headers(Preset.OPENAI, Map.of("headers", headers)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("headers")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void theDialectCanBeSet() {
        assertProblem(Preset.OPENAI, Map.of("max_tokens_field", "tokens"), "max_tokens_field");
    }

    @Test
    void aKeyIsNeededAtTheProvidersOwnAddressOnly() {
        assertThat(endpoint(Preset.OPENAI, null, Map.of()).keyNeeded()).isTrue();
        assertThat(endpoint(Preset.OPENAI, "https://api.openai.com/v1", Map.of())
                        .keyNeeded())
                .isTrue();
        assertThat(endpoint(Preset.AZURE, "https://r.openai.azure.com", Map.of())
                        .keyNeeded())
                .isTrue();
        assertThat(endpoint(Preset.OPENAI, "http://10.0.0.5:8000/v1", Map.of()).keyNeeded())
                .isFalse();
        assertThat(endpoint(Preset.AZURE, "http://localhost:1", Map.of()).keyNeeded())
                .isFalse();
        assertThat(endpoint(Preset.OLLAMA, null, Map.of()).keyNeeded()).isFalse();
        assertThat(endpoint(Preset.OPENAI, null, Map.of("auth_mode", "none")).keyNeeded())
                .isFalse();
        assertThat(endpoint(Preset.OPENAI, null, Map.of("headers", Map.of("authorization", "x")))
                        .keyNeeded())
                .isFalse();
    }

    private static Endpoint endpoint(Preset preset, @Nullable String baseUrl, Map<String, Object> settings) {
        var config = Models.config(preset.providerName(), "my gpt", baseUrl, new TestKeys(), settings);
        preset.protocol().format(config.settings());
        return Endpoint.of(preset, config, EndpointUrl.chatPath(preset, config.settings()));
    }

    private static String uri(Preset preset, @Nullable String baseUrl, Map<String, Object> settings) {
        return endpoint(preset, baseUrl, settings).uri().toString();
    }

    private static Map<String, String> headers(Preset preset, Map<String, Object> settings) {
        HttpCall call =
                endpoint(preset, "https://host/v1", settings).call(new byte[0], new ApiKey(0, "the-key"), false, null);
        return call.headers();
    }

    private static void assertProblem(Preset preset, Map<String, Object> settings, String key) {
        assertThatThrownBy(() -> endpoint(preset, "https://host/v1", settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }
}
