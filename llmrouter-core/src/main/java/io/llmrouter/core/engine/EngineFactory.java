package io.llmrouter.core.engine;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.journal.Journal;
import io.llmrouter.core.memory.FeedbackLog;
import io.llmrouter.core.memory.FileMemory;
import io.llmrouter.core.memory.MemorySource;
import io.llmrouter.core.memory.RoutingMemory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
    private final Conversations conversations = new Conversations();
    private volatile @Nullable HealthBook latest;
    private final LimitKeeper limitKeeper = new LimitKeeper();
    private final RecentAnswers recentAnswers = new RecentAnswers();
    private double speed = 1;

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
     * Lets time pass so many times as fast for the engines made from now on: all their waits and deadlines, but not the
     * timeouts of their connections. It is for the rehearsal of failures that take minutes.
     */
    public EngineFactory atSpeed(double factor) {
        speed = factor;
        return this;
    }

    /**
     * Makes the engine. Connects to nothing yet.
     *
     * @throws ConfigurationException with all problems that only the plug-ins could see
     */
    public RoutingEngine create(RouterConfig config) {
        var timing = new SystemTiming(speed);
        var resources = new Resources();
        resources.add(timing);
        try {
            var book = new HealthBook(latest, timing);
            RoutingEngine engine = new Assembly(config, timing, resources, book).engine();
            latest = book;
            return engine;
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
        private final HealthBook book;
        private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        Assembly(RouterConfig config, Timing timing, Resources resources, HealthBook book) {
            this.config = config;
            this.timing = timing;
            this.resources = resources;
            this.book = book;
        }

        RoutingEngine engine() {
            CallRecorder recorder = recorder();
            CallLimits limits = limits();
            var problems = new ArrayList<Problem>();
            for (ModelEntry entry : config.models()) {
                try {
                    members.put(entry.name(), memberOf(entry));
                } catch (ConfigurationException refused) {
                    problems.addAll(refused.problems());
                }
            }
            for (ModelEntry entry : config.embeddings()) {
                try {
                    embeddings.put(entry.name(), embeddingOf(entry));
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
            var stickiness = new Stickiness(config.routing().stickiness(), conversations, timing);
            var selector =
                    new Selector(members, strategy.get(), name, config.routing().unknownModel(), stickiness);
            return new RoutingEngine(
                    members,
                    embeddings,
                    selector,
                    limits,
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
            long maxBytes = (long) feedback.number("max_bytes").orElse(FeedbackLog.MAX_BYTES);
            FeedbackLog log = resources.add(FeedbackLog.open(file, maxBytes));
            return new FeedbackReceiver(strategy, log, recentAnswers, Clock.systemUTC());
        }

        /** Opened before the models, and so closed after them: calls that end with the engine are settled. */
        private CallLimits limits() {
            boolean needed = !config.budgets().isEmpty()
                    || config.models().stream()
                            .anyMatch(entry -> !entry.limits().areAbsent());
            return new CallLimits(needed ? resources.add(limitKeeper.lease(config.limits())) : null, config.budgets());
        }

        private Member memberOf(ModelEntry entry) {
            ChatModel own = ownModels.get(entry.name());
            if (own != null) {
                Health health = book.of(entry, List.of(entry.name()), List.of());
                return new Member(entry, resources.add(own), health);
            }
            ModelInfo info = entry.info();
            ChatModelProvider provider = providerOf(info.provider(), entry.baseUrl() != null, entry.settings());
            List<String> secrets = keysOf(info, entry.apiKeys());
            Health health = book.of(entry, ringOf(provider, secrets), secrets);
            ChatModel model =
                    create(provider, info, entry.baseUrl(), health.keys(), entry.resilience(), entry.settings());
            return new Member(entry, resources.add(model), health);
        }

        private ChatModel create(
                ChatModelProvider provider,
                ModelInfo info,
                @Nullable String baseUrl,
                ApiKeys keys,
                ResilienceConfig resilience,
                Settings settings) {
            return provider.create(new ModelConfig(info, baseUrl, keys, resilience.connectTimeout(), settings));
        }

        private EmbeddingMember embeddingOf(ModelEntry entry) {
            ModelInfo info = entry.info();
            ChatModelProvider provider = providerOf(info.provider(), entry.baseUrl() != null, entry.settings());
            List<String> secrets = keysOf(info, entry.apiKeys());
            Health health = book.of(entry, ringOf(provider, secrets), secrets);
            var config = new ModelConfig(
                    info, entry.baseUrl(), health.keys(), entry.resilience().connectTimeout(), entry.settings());
            EmbeddingModel model = provider.createEmbedding(config)
                    .orElseThrow(() -> entry.settings()
                            .problem("provider", "a provider with embeddings, such as openai or openai_compatible"));
            return new EmbeddingMember(entry, resources.add(model), health);
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

        private List<String> keysOf(ModelInfo info, List<String> own) {
            return own.isEmpty()
                    ? config.apiKeys().getOrDefault(info.provider().toLowerCase(Locale.ROOT), List.of())
                    : own;
        }

        private List<String> ringOf(ChatModelProvider provider, List<String> secrets) {
            var name = new ArrayList<>(secrets);
            name.add(0, provider.name());
            return List.copyOf(name);
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
            return new MemberModel(member, true);
        }

        @Override
        public ChatModel connect(String provider, String modelId, @Nullable String baseUrl) {
            ModelInfo info =
                    new ModelInfo("router.model", provider, modelId, "", routingPrices(), Map.of(), null, null);
            ChatModelProvider found = providerOf(provider, baseUrl != null, settings());
            List<String> secrets = keysOf(info, List.of());
            KeyRing keys = book.ring(ringOf(found, secrets), secrets).forAnotherModel();
            ChatModel model = resources.add(create(found, info, baseUrl, keys, config.resilience(), settings()));
            var entry = new ModelEntry(
                    info,
                    baseUrl,
                    List.of(),
                    List.of(),
                    config.resilience(),
                    OnUnsupported.DROP,
                    RateLimits.NONE,
                    settings());
            return new MemberModel(
                    new Member(entry, model, new Health(config.resilience().breaker(), keys, timing)), false);
        }

        /** What a routing model costs that is not configured as a model of its own. */
        private Prices routingPrices() {
            return new Prices(routingPrice("input_price"), routingPrice("output_price"), null, null);
        }

        private @Nullable BigDecimal routingPrice(String key) {
            OptionalDouble price = settings().number(key);
            return price.isPresent() ? BigDecimal.valueOf(price.getAsDouble()) : null;
        }
    }
}
