package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.SettingsTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthBookTest {
    private static final List<String> RING = List.of("provider", "key");
    private static final List<String> KEYS = List.of("key");
    private final ManualTiming timing = new ManualTiming();

    @Test
    void aReloadKeepsTheCircuitOfAModelThatStaysAsItWas() {
        var before = new HealthBook(null, timing);
        Health health = before.of(entry("m", "id"), RING, KEYS);
        for (int i = 0; i < 5; i++) {
            health.tryAcquire().failed(unavailable());
        }

        var after = new HealthBook(before, timing);

        assertThat(after.of(entry("m", "id"), RING, KEYS).untilAvailable()).isPresent();
        assertThat(after.of(entry("m", "other-id"), RING, KEYS).untilAvailable())
                .as("another model under the same name")
                .isEmpty();
    }

    @Test
    void modelsThatShareKeysShareTheRestOfARefusedOneAlsoAfterAReload() {
        var before = new HealthBook(null, timing);
        Health one = before.of(entry("one", "id"), RING, KEYS);
        one.keys().rest(one.keys().next().orElseThrow(), null);

        var after = new HealthBook(before, timing);

        assertThat(after.of(entry("new", "id"), RING, KEYS).objection())
                .get()
                .asString()
                .contains("refused");
    }

    private static ModelEntry entry(String name, String modelId) {
        return new ModelEntry(
                ModelInfo.of(name, "test", modelId),
                null,
                List.of(),
                List.of(),
                ResilienceConfig.DEFAULT,
                OnUnsupported.WARN,
                RateLimits.NONE,
                SettingsTree.of(Map.of()));
    }
}
