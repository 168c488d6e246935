package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Nothing;
import io.llmrouter.core.config.Value.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of a tree, and notes everything that is wrong with it. Used once. */
final class ConfigAssembler {
    private static final String MEDIA_PROVIDER = "together";

    private final Problems problems;
    private final Variables variables;
    private final Paths paths;
    private final KeyResolver keys;
    private final KnownNames known;

    ConfigAssembler(Variables variables, Path folder, KnownNames known, Problems problems) {
        this.problems = problems;
        this.variables = variables;
        this.known = known;
        this.paths = new Paths(folder, variables, problems);
        this.keys = new KeyResolver(variables, known, paths, problems);
    }

    /** The configuration, if it has no problem; else it is to be thrown away. */
    RouterConfig assemble(@Nullable Path source, Fields raw) {
        var root = variables.expandAll(raw, problems);
        new Checker(problems).check(ConfigKeys.ROOT, root);
        UnsetVariables.reportAll(root, harmless(root), problems);
        warnOfSuffix(root.section("serve"));
        var sections = modelSections(root);
        var router = new SectionReader(ConfigKeys.ROUTER, paths.resolveAll(ConfigKeys.ROUTER, root.section("router")));
        var ownModel = UsedProviders.asksModelOfItsOwn(router, sections.keySet());
        checkNames(sections, root.section("resilience"), router, ownModel);

        var media = new SectionReader(ConfigKeys.MEDIA, root.section("media"));
        var models = models(root, sections, router);
        var embeddings = embeddings(root, sections.keySet(), router);
        var used = UsedProviders.of(models, sections);
        used.addAll(UsedProviders.of(embeddings, embeddingSections(root)));
        if (ownModel) {
            used.add(UsedProviders.providerOf(router));
        }
        if (media.flagOr("enabled") && mediaKey(media).isEmpty()) {
            used.add(MEDIA_PROVIDER);
        }
        var apiKeys = keys.ofProviders(root.get("api_keys"), used);
        return new RouterConfig(
                source,
                SimpleSections.serve(root.section("serve"), problems),
                SimpleSections.routing(router),
                Map.copyOf(apiKeys),
                memory(root.section("memory")),
                journal(root.section("journal")),
                media(media, apiKeys),
                SimpleSections.resilience(root.section("resilience")),
                SimpleSections.limits(root.section("limits")),
                LimitReader.budgets(root.get("budgets"), problems),
                models,
                embeddings,
                problems.warnings());
    }

    /** Where an unset variable does no harm, or is judged with more knowledge. */
    private static Set<String> harmless(Fields root) {
        Set<String> exempt = new HashSet<>(Set.of("api_keys"));
        if (!new SectionReader(ConfigKeys.MEMORY, root.section("memory")).flagOr("enabled")) {
            exempt.add("memory");
        }
        if (!new SectionReader(ConfigKeys.JOURNAL, root.section("journal")).flagOr("enabled")) {
            exempt.add("journal");
        }
        if (!new SectionReader(ConfigKeys.MEDIA, root.section("media")).flagOr("enabled")) {
            exempt.add("media");
        }
        return exempt;
    }

    private void warnOfSuffix(Fields serve) {
        var suffix = serve.get("show_model_suffix");
        if (suffix != null) {
            problems.warn(suffix.place(), "has no effect");
        }
    }

    private Map<String, Fields> modelSections(Fields root) {
        Map<String, Fields> sections = new LinkedHashMap<>();
        for (String alias : new String[] {"llms", "models"}) {
            root.section(alias).fields().forEach((name, value) -> {
                var fields = value instanceof Fields section ? section : Fields.empty(value.place());
                var earlier = sections.putIfAbsent(name, fields);
                if (earlier != null) {
                    problems.add(value.place(), "each model once", "it at " + earlier.place() + " too");
                }
                checkName(name, value);
            });
        }
        if (sections.isEmpty()) {
            var value = root.get("models") == null ? root.get("llms") : root.get("models");
            var place = value == null ? root.place().key("llms") : value.place();
            boolean silent = value instanceof Scalar scalar && Checker.isSilent(scalar);
            if (value == null || silent || value instanceof Nothing || value instanceof Fields) {
                problems.add(place, "at least one model, such as `" + ConfigFiles.EXAMPLE + "`", "none");
            }
        }
        return sections;
    }

    private void checkName(String name, Value value) {
        if (name.isBlank()) {
            problems.add(value.place(), "a name for the model", "none");
        } else if (name.equals("auto")) {
            problems.warn(value.place(), "cannot be called by its name: 'auto' stands for the router's own choice");
        }
    }

    private void checkNames(Map<String, Fields> sections, Fields resilience, SectionReader router, boolean ownModel) {
        var references = new References(sections.keySet(), problems);
        references.checkRouter(router.fields());
        references.checkResilience(resilience);
        sections.forEach((name, fields) -> {
            references.checkFallbacks(name, fields);
            known.checkProvider(new SectionReader(ConfigKeys.MODEL, fields), problems);
        });
        known.checkStrategy(router, problems);
        if (ownModel) {
            known.checkProvider(router, problems);
        }
    }

    private static Map<String, Fields> embeddingSections(Fields root) {
        Map<String, Fields> sections = new LinkedHashMap<>();
        root.section("embeddings").fields().forEach((name, value) -> {
            var fields = value instanceof Fields section ? section : Fields.empty(value.place());
            sections.put(name, fields);
        });
        return sections;
    }

    private List<ModelEntry> embeddings(Fields root, Set<String> models, SectionReader router) {
        var reader = reader(root, router);
        List<ModelEntry> embeddings = new ArrayList<>();
        embeddingSections(root).forEach((name, fields) -> {
            checkName(name, fields);
            if (models.contains(name)) {
                problems.add(fields.place(), "another name than a model's under llms", Value.quoted(name));
            }
            known.checkProvider(new SectionReader(ConfigKeys.EMBEDDING, fields), problems);
            embeddings.add(reader.readEmbedding(name, fields));
        });
        return List.copyOf(embeddings);
    }

    private List<ModelEntry> models(Fields root, Map<String, Fields> sections, SectionReader router) {
        var reader = reader(root, router);
        List<ModelEntry> models = new ArrayList<>();
        sections.forEach((name, fields) -> {
            PriceReader.check(fields, problems);
            models.add(reader.read(name, fields));
        });
        return List.copyOf(models);
    }

    private ModelReader reader(Fields root, SectionReader router) {
        var region = root.section("aws").get("region");
        return new ModelReader(
                keys,
                root.section("resilience"),
                region instanceof Scalar scalar && !scalar.isBlank() ? region : null,
                SimpleSections.choice(OnUnsupported.class, router.textOr("on_unsupported")));
    }

    private MemoryConfig memory(Fields fields) {
        return SimpleSections.memory(fields, path(new SectionReader(ConfigKeys.MEMORY, fields)));
    }

    private JournalConfig journal(Fields fields) {
        return SimpleSections.journal(fields, path(new SectionReader(ConfigKeys.JOURNAL, fields)));
    }

    private Path path(SectionReader section) {
        return paths.resolve(section.textOr("path"), section.place("path")).orElse(Path.of(""));
    }

    private Optional<String> mediaKey(SectionReader media) {
        return media.text("api_key")
                .filter(key -> !key.startsWith("$"))
                .or(() -> media.text("api_key_env").map(variables::get))
                .filter(key -> !key.isBlank())
                .map(String::strip);
    }

    private MediaConfig media(SectionReader media, Map<String, List<String>> apiKeys) {
        var key = mediaKey(media)
                .or(() ->
                        apiKeys.getOrDefault(MEDIA_PROVIDER, List.of()).stream().findFirst());
        if (media.flagOr("enabled")) {
            problems.warn(
                    media.fields().place(),
                    "has no effect yet: images and audio go as they are, to models that can take them");
        }
        return SimpleSections.media(media, key.orElse(null));
    }
}
