package io.llmrouter.core.engine;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.journal.Journal;
import io.llmrouter.core.memory.FeedbackLog;
import io.llmrouter.core.memory.FileMemory;
import io.llmrouter.core.memory.MemorySource;
import io.llmrouter.core.memory.RoutingMemory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes an engine of a configuration: finds the plug-ins, makes the models, then the strategy. */
public final class EngineFactory {
    /** Serves every provider of an unknown name that has a {@code base_url}. */
    private static final String COMPATIBLE = "openai_compatible";

    private final Plugins plugins;
    private final Map<String, ChatModel> ownModels;
    private final @Nullable RoutingStrategy ownStrategy;

    /**
     * Creates a factory.
     *
     * @param ownModels models that the application made itself, by configured name
     * @param ownStrategy the strategy that the application made itself; {@code null} for the configured one
     */
    public EngineFactory(Plugins plugins, Map<String, ChatModel> ownModels, @Nullable RoutingStrategy ownStrategy) {
        this.plugins = plugins;
        this.ownModels = Map.copyOf(ownModels);
        this.ownStrategy = ownStrategy;
    }

    /**
     * Makes the engine. Connects to nothing yet.
     *
     * @throws ConfigurationException with all problems that only the plug-ins could see
     */
    public RoutingEngine create(RouterConfig config) {
        var timing = new SystemTiming();
        var resources = new Resources();
        resources.add(timing);
        try {
            return new Assembly(config, timing, resources).engine();
        } catch (RuntimeException failure) {
            resources.close();
            throw failure;
        }
    }

    /** One engine in the making. */
    private final class Assembly implements StrategyConfig, MemorySource {
        private final RouterConfig config;
        private final Timing timing;
        private final Resources resources;
        private final Map<String, Member> members = new LinkedHashMap<>();
        private final Map<String, EmbeddingMember> embeddings = new LinkedHashMap<>();
        private final Map<String, ApiKeys> keyRings = new HashMap<>();
        private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        Assembly(RouterConfig config, Timing timing, Resources resources) {
            this.config = config;
            this.timing = timing;
            this.resources = resources;
        }

        RoutingEngine engine() {
            CallRecorder recorder = recorder();
            var problems = new ArrayList<Problem>();
            for (ModelEntry entry : config.models()) {
                try {
                    members.put(entry.name(), new Member(entry, resources.add(modelOf(entry))));
                } catch (ConfigurationException refused) {
                    problems.addAll(refused.problems());
                }
            }
            for (ModelEntry entry : config.embeddings()) {
                try {
                    embeddings.put(entry.name(), new EmbeddingMember(entry, resources.add(embeddingOf(entry))));
                } catch (ConfigurationException refused) {
                    problems.addAll(refused.problems());
                }
            }
            String name = config.routing().strategy().toLowerCase(Locale.ROOT);
            Optional<RoutingStrategy> strategy = Optional.empty();
            try {
                strategy = Optional.of(resources.add(strategyOf(name)));
            } catch (ConfigurationException refused) {
                problems.addAll(refused.problems());
            }
            if (strategy.isEmpty() || !problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            var selector =
                    new Selector(members, strategy.get(), name, config.routing().unknownModel());
            return new RoutingEngine(
                    members,
                    embeddings,
                    selector,
                    config.resilience().deadline(),
                    timing,
                    resources,
                    recorder,
                    feedback(strategy.get()));
        }

        /** Opened first, and so closed last: the calls that end with the engine are recorded too. */
        private @Nullable CallRecorder recorder() {
            return config.journal().enabled()
                    ? new CallRecorder(resources.add(Journal.open(config.journal())), models(), Clock.systemUTC())
                    : null;
        }

        private @Nullable FeedbackReceiver feedback(RoutingStrategy strategy) {
            Settings feedback = settings().section("feedback");
            if (!feedback.flag("enabled").orElse(false)) {
                return null;
            }
            Path file = feedback.text("path")
                    .map(Path::of)
                    .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".llmrouter", "feedback.jsonl"));
            FeedbackLog log = resources.add(FeedbackLog.open(file));
            boolean learns = feedback.flag("learn").orElse(true);
            return new FeedbackReceiver(learns ? strategy : null, log, Clock.systemUTC());
        }

        private ChatModel modelOf(ModelEntry entry) {
            ChatModel own = ownModels.get(entry.name());
            return own != null
                    ? own
                    : create(entry.info(), entry.baseUrl(), entry.apiKeys(), entry.resilience(), entry.settings());
        }

        private ChatModel create(
                ModelInfo info,
                @Nullable String baseUrl,
                List<String> keys,
                ResilienceConfig resilience,
                Settings settings) {
            ChatModelProvider provider = providerOf(info.provider(), baseUrl != null, settings);
            return provider.create(modelConfig(provider, info, baseUrl, keys, resilience, settings));
        }

        private EmbeddingModel embeddingOf(ModelEntry entry) {
            ChatModelProvider provider = providerOf(entry.info().provider(), entry.baseUrl() != null, entry.settings());
            ModelConfig model = modelConfig(
                    provider, entry.info(), entry.baseUrl(), entry.apiKeys(), entry.resilience(), entry.settings());
            return provider.createEmbedding(model)
                    .orElseThrow(() -> entry.settings()
                            .problem("provider", "a provider with embeddings, such as openai or openai_compatible"));
        }

        private ModelConfig modelConfig(
                ChatModelProvider provider,
                ModelInfo info,
                @Nullable String baseUrl,
                List<String> keys,
                ResilienceConfig resilience,
                Settings settings) {
            return new ModelConfig(
                    info,
                    baseUrl,
                    keysOf(provider, info.provider().toLowerCase(Locale.ROOT), keys),
                    resilience.connectTimeout(),
                    settings);
        }

        private ChatModelProvider providerOf(String name, boolean hasBaseUrl, Settings settings) {
            Optional<ChatModelProvider> provider = plugins.provider(name);
            if (provider.isEmpty() && hasBaseUrl) {
                provider = plugins.provider(COMPATIBLE);
            }
            return provider.orElseThrow(() -> settings.problem(
                    "provider",
                    "one of " + String.join(", ", plugins.providerKeyVariables().keySet()) + ", or a base_url"));
        }

        /** Models that share a provider's keys share their turns and rests. */
        private ApiKeys keysOf(ChatModelProvider provider, String name, List<String> own) {
            List<String> keys = own.isEmpty() ? config.apiKeys().getOrDefault(name, List.of()) : own;
            return keyRings.computeIfAbsent(
                    provider.name() + '\n' + String.join("\n", keys), same -> new KeyRing(keys, timing));
        }

        private RoutingStrategy strategyOf(String name) {
            if (ownStrategy != null) {
                return ownStrategy;
            }
            return plugins.strategy(name)
                    .orElseThrow(() ->
                            settings().problem("strategy", "one of " + String.join(", ", plugins.strategyNames())))
                    .create(this);
        }

        @Override
        public Settings settings() {
            return config.routing().settings();
        }

        @Override
        public List<ModelInfo> models() {
            return config.models().stream().map(ModelEntry::info).toList();
        }

        @Override
        public RoutingMemory memory() {
            return config.memory().enabled() ? resources.add(FileMemory.open(config.memory())) : RoutingMemory.NONE;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public ChatModel model(String name) {
            Member member = members.get(name);
            if (member == null) {
                throw settings().problem("model", "a configured model: " + String.join(", ", members.keySet()));
            }
            return member.model();
        }

        @Override
        public ChatModel connect(String provider, String modelId, @Nullable String baseUrl) {
            return resources.add(create(
                    ModelInfo.of("router.model", provider, modelId),
                    baseUrl,
                    List.of(),
                    config.resilience(),
                    settings()));
        }
    }
}
