package io.llmrouter.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, valid and complete. Immutable.
 *
 * @param source the file it was read from; {@code null} if it was built in code
 * @param serve the server
 * @param routing who chooses among the models
 * @param apiKeys keys by provider, in lower case; a provider without keys is absent
 * @param memory the memory of past routing decisions
 * @param journal the record of calls
 * @param media understanding of images, audio and video for models that cannot
 * @param resilience what holds for all models that say nothing else
 * @param limits where quantities that run out are counted
 * @param budgets the money that may be spent
 * @param models the models, in the order of the file
 * @param embeddings the embedding models, in the order of the file
 * @param warnings what is odd but usable, each with its place
 */
public record RouterConfig(
        @Nullable Path source,
        ServeConfig serve,
        RoutingConfig routing,
        Map<String, List<String>> apiKeys,
        MemoryConfig memory,
        JournalConfig journal,
        MediaConfig media,
        ResilienceConfig resilience,
        LimitsConfig limits,
        List<Budget> budgets,
        List<ModelEntry> models,
        List<ModelEntry> embeddings,
        List<String> warnings) {
    /** The same with another choice among the models. */
    public RouterConfig with(RoutingConfig other) {
        return new RouterConfig(
                source,
                serve,
                other,
                apiKeys,
                memory,
                journal,
                media,
                resilience,
                limits,
                budgets,
                models,
                embeddings,
                warnings);
    }

    /** The same without a record of calls. */
    public RouterConfig withoutJournal() {
        var off = new JournalConfig(false, journal.path(), false, journal.maxBytes());
        return new RouterConfig(
                source,
                serve,
                routing,
                apiKeys,
                memory,
                off,
                media,
                resilience,
                limits,
                budgets,
                models,
                embeddings,
                warnings);
    }

    /** What it is, without its keys. */
    @Override
    public String toString() {
        return "RouterConfig[" + source + ", " + routing.strategy() + ", " + models.size() + " models]";
    }
}
