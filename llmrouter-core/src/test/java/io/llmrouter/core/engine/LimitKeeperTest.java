package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.core.config.LimitsConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitKeeperTest {
    private static final Limit DAY = new Limit("day", Kind.DAY, 1, Duration.ZERO);

    private final LimitKeeper keeper = new LimitKeeper();

    private static boolean take(LimitStore store) {
        return store.reserve(List.of(new Claim(DAY, 1)))
                .toCompletableFuture()
                .join()
                .granted();
    }

    @Test
    void theEngineOfAChangedConfigurationCountsOnWhereTheOldOneWas() {
        LimitStore old = keeper.lease(LimitsConfig.defaults());
        assertThat(take(old)).isTrue();
        LimitStore next = keeper.lease(LimitsConfig.defaults());
        old.close();
        old.close();
        assertThat(take(next)).isFalse();
        next.close();
        assertThat(take(keeper.lease(LimitsConfig.defaults()))).isTrue();
    }

    @Test
    void whereNobodyElseCountsWhatThisProcessKnowsIsAllThereIs() {
        LimitKeeper.Lease lease = keeper.lease(LimitsConfig.defaults());
        assertThat(lease.local()).isSameAs(lease);
        lease.close();
    }
}
