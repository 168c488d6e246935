package io.llmrouter.core.engine;

import io.llmrouter.core.config.BreakerConfig;
import io.llmrouter.core.config.ModelEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of the models of one configuration, from which that of the next takes over what stays as it was: neither an
 * open circuit nor a resting key is forgotten by a reload. Not safe for concurrent use.
 */
final class HealthBook {
    private final Map<Identity, Health> models = new HashMap<>();
    private final Map<List<String>, KeyRing> rings = new HashMap<>();
    private final Map<Identity, Health> knownModels;
    private final Map<List<String>, KeyRing> knownRings;
    private final Timing timing;

    HealthBook(@Nullable HealthBook before, Timing timing) {
        this.knownModels = before == null ? Map.of() : before.models;
        this.knownRings = before == null ? Map.of() : before.rings;
        this.timing = timing;
    }

    /** The health of a model with these keys. */
    Health of(ModelEntry entry, List<String> keyRing, List<String> secrets) {
        var identity = new Identity(
                entry.name(),
                entry.info().provider(),
                entry.info().modelId(),
                entry.baseUrl(),
                keyRing,
                entry.resilience().breaker());
        Health known = knownModels.get(identity);
        Health health = known != null
                ? known
                : new Health(
                        entry.resilience().breaker(), ring(keyRing, secrets).forAnotherModel(), timing);
        models.put(identity, health);
        return health;
    }

    /** The keys themselves: models that share them share their turns and rests. */
    KeyRing ring(List<String> keyRing, List<String> secrets) {
        return rings.computeIfAbsent(keyRing, name -> {
            KeyRing known = knownRings.get(name);
            return known != null ? known : new KeyRing(secrets, timing);
        });
    }

    /** What makes a model the same as before. */
    private record Identity(
            String name,
            String provider,
            String modelId,
            @Nullable String baseUrl,
            List<String> keyRing,
            BreakerConfig breaker) {
        /** The name alone: the ring's name holds keys. */
        @Override
        public String toString() {
            return name;
        }
    }
}
