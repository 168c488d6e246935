package io.llmrouter.http.provider;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import java.util.Optional;
import java.util.Set;

/** A provider that is a row of the table. */
abstract class PresetProvider implements ChatModelProvider {
    private final Preset preset;

    PresetProvider(Preset preset) {
        this.preset = preset;
    }

    @Override
    public final String name() {
        return preset.providerName();
    }

    @Override
    public final Set<String> aliases() {
        return preset.aliases();
    }

    @Override
    public final String apiKeyVariable() {
        return preset.apiKeyVariable();
    }

    @Override
    public final ChatModel create(ModelConfig config) {
        return HttpChatModel.of(preset, config);
    }

    /** OpenAI's format has embeddings, Anthropic's has none. */
    @Override
    public final Optional<EmbeddingModel> createEmbedding(ModelConfig config) {
        return preset.protocol().dialect() == null
                ? Optional.empty()
                : Optional.of(HttpEmbeddingModel.of(preset, config));
    }
}
