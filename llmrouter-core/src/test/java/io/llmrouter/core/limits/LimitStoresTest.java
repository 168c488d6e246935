package io.llmrouter.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStoreProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.SettingsTree;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of other modules, found by the name that the configuration says. */
class LimitStoresTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @BeforeEach
    void registerTheStoreWithTheApplicationAlone() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LimitStoreProvider.class.getName()), Far.class.getName());
        var application = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(application);
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void theDefaultIsInMemory() {
        try (LimitStore store = LimitStores.open(LimitsConfig.defaults())) {
            assertThat(store).isInstanceOf(MemoryLimitStore.class);
        }
    }

    @Test
    void aStoreOfTheApplicationGetsTheOneInMemoryAndIsClosedWithIt() {
        LimitStore store = LimitStores.open(new LimitsConfig("FAR", 10, SettingsTree.of(Map.of("limits", Map.of()))));
        FarStore far = Far.made;

        assertThat(far.local).isInstanceOf(MemoryLimitStore.class);
        assertThat(store.reserve(List.of())).isSameAs(far.answer);
        store.close();
        assertThat(far.closed).isTrue();
    }

    @Test
    void anUnknownStoreIsRefusedWithTheNamesOfThoseThereAre() {
        var settings = SettingsTree.of(Map.of("store", "near"));

        assertThatThrownBy(() -> LimitStores.open(new LimitsConfig("near", 10, settings)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("memory", "far")
                .hasMessageNotContaining("llmrouter-limits-redis");
        assertThatThrownBy(() -> LimitStores.open(new LimitsConfig("redis", 10, settings)))
                .hasMessageContaining("llmrouter-limits-redis");
    }

    /** The provider of a store. */
    public static final class Far implements LimitStoreProvider {
        static FarStore made;

        @Override
        public String name() {
            return "far";
        }

        @Override
        public LimitStore create(Settings settings, LimitStore local) {
            made = new FarStore(local);
            return made;
        }
    }

    private static final class FarStore implements LimitStore {
        final LimitStore local;
        final CompletableFuture<Reservation> answer = new CompletableFuture<>();
        boolean closed;

        FarStore(LimitStore local) {
            this.local = local;
        }

        @Override
        public CompletionStage<Reservation> reserve(List<Claim> claims) {
            return answer;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
