package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the providers whose keys are needed. */
final class UsedProviders {
    private static final String LLM_STRATEGY = "llm";

    private UsedProviders() {}

    /** Those of models that have no keys of their own and are not local. */
    static Set<String> of(List<ModelEntry> models, Map<String, Fields> sections) {
        Set<String> providers = new LinkedHashSet<>();
        for (ModelEntry model : models) {
            if (model.apiKeys().isEmpty() && !isLocal(sections.get(model.name()))) {
                providers.add(model.info().provider());
            }
        }
        return providers;
    }

    private static boolean isLocal(@Nullable Fields section) {
        return section != null
                && section.get("local") instanceof Scalar flag
                && Scalars.flag(flag.text()).orElse(false);
    }

    /** Whether the strategy asks a model that is described beside it rather than under {@code llms}. */
    static boolean asksModelOfItsOwn(SectionReader router, Set<String> models) {
        var configured = router.value("provider").isEmpty()
                && router.text("model").filter(models::contains).isPresent();
        return SimpleSections.strategy(router).equals(LLM_STRATEGY) && !configured;
    }

    static String providerOf(SectionReader router) {
        return router.textOr("provider").strip().toLowerCase(Locale.ROOT);
    }
}
