package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private final List<ChatModelProvider> providers = ServiceLoader.load(ChatModelProvider.class).stream()
            .filter(provider -> provider.type().getName().startsWith("io.llmrouter.http."))
            .map(ServiceLoader.Provider::get)
            .toList();

    @Test
    void everyPresetIsFoundOnTheClassPath() {
        assertThat(providers)
                .extracting(ChatModelProvider::name)
                .containsExactlyInAnyOrder(
                        "openai",
                        "openai_compatible",
                        "anthropic",
                        "azure",
                        "nvidia",
                        "together",
                        "groq",
                        "mistral",
                        "deepseek",
                        "openrouter",
                        "fireworks",
                        "xai",
                        "huggingface",
                        "gemini",
                        "ollama",
                        "vllm",
                        "lmstudio",
                        "sglang",
                        "llama_cpp");
    }

    @Test
    void theModulePathHasTheSameProvidersAsTheClassPath() throws Exception {
        Path classes = Path.of(
                Preset.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(provided(classes))
                .containsExactlyInAnyOrderElementsOf(providers.stream()
                        .map(provider -> provider.getClass().getName())
                        .toList());
    }

    @Test
    void noTwoProvidersShareAName() {
        var names = new ArrayList<String>();
        for (ChatModelProvider provider : providers) {
            names.add(provider.name());
            names.addAll(provider.aliases());
        }
        assertThat(names).doesNotHaveDuplicates().contains("azure_openai");
    }

    @Test
    void everyProviderMakesAModelThatConnectsToNothingYet() {
        try (var models = new Models()) {
            for (ChatModelProvider provider : providers) {
                String baseUrl =
                        provider.name().startsWith("azure") || provider.name().equals("openai_compatible")
                                ? "https://host/v1"
                                : null;
                assertThat(models.make(provider.name(), "m", baseUrl)).isNotNull();
            }
        }
    }

    @Test
    void keysOfHostedProvidersHaveVariables() {
        assertThat(Models.provider("huggingface").apiKeyVariable()).isEqualTo("HF_TOKEN");
        assertThat(Models.provider("openai").apiKeyVariable()).isEqualTo("OPENAI_API_KEY");
        assertThat(Models.provider("openai_compatible").apiKeyVariable()).isEmpty();
    }

    @Test
    void theDialectReachesTheServer() {
        var request = ChatRequest.builder().user("Hello").maxTokens(7).build();
        try (var fake = FakeProvider.start();
                var models = new Models()) {
            models.make("openai", "m", fake.openAiUrl()).chat(request);
            models.make("vllm", "m", fake.openAiUrl()).chat(request);
            models.make("openai", "m", fake.openAiUrl(), new TestKeys(), Map.of("max_tokens_field", "max_tokens"))
                    .chat(request);
            assertThat(fake.requests().get(0).bodyText()).contains("\"max_completion_tokens\":7");
            assertThat(fake.requests().get(1).bodyText()).contains("\"max_tokens\":7");
            assertThat(fake.requests().get(2).bodyText()).contains("\"max_tokens\":7");
        }
    }

    private static List<String> provided(Path classes) throws IOException {
        try (var input = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(input).provides().stream()
                    .filter(provides -> provides.service().equals(ChatModelProvider.class.getName()))
                    .flatMap(provides -> provides.providers().stream())
                    .toList();
        }
    }
}
