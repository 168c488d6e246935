package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.core.config.Budget.Window;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitConfigTest {
    @TempDir
    Path folder;

    private RouterConfig load(String yaml) {
        return new ConfigLoader().load(ConfigFixtures.write(folder.resolve("llmrouter.yaml"), yaml));
    }

    @Test
    void keysModelsAndBudgetsHaveTheirLimits() {
        RouterConfig config = load("""
                limits: {store: redis, max_keys: 500, redis: {url: "redis://h"}}
                budgets:
                  - {per: user, usd: 5}
                  - {per: "tag:team", usd: 100.50, window: month}
                serve:
                  keys:
                    alice: {key: secret-key, rpm: 60, tokens_per_minute: 9000, max_concurrent: 4, budget: 5/day}
                    bob: {key: other-key, requests_per_minute: 7, tpm: 8, budget: {usd: 2.5, per: month}}
                llms: {fast: {api_key: k, limits: {rpm: 10, tokens_per_minute: 20, max_concurrent: 30}}}
                """);

        List<ClientKey> keys = config.serve().access().keys();
        assertThat(keys.get(0).limits()).isEqualTo(new RateLimits(60, 9000, 4));
        assertThat(keys.get(0).budget()).isEqualTo(new Budget("key", new BigDecimal("5"), Window.DAY));
        assertThat(keys.get(1).limits()).isEqualTo(new RateLimits(7, 8, null));
        assertThat(keys.get(1).budget()).isEqualTo(new Budget("key", new BigDecimal("2.5"), Window.MONTH));
        assertThat(config.budgets())
                .containsExactly(
                        new Budget("user", new BigDecimal("5"), Window.DAY),
                        new Budget("tag:team", new BigDecimal("100.50"), Window.MONTH));
        assertThat(config.models().get(0).limits()).isEqualTo(new RateLimits(10, 20, 30));
        assertThat(config.limits().store()).isEqualTo("redis");
        assertThat(config.limits().maxKeys()).isEqualTo(500);
        assertThat(config.limits().settings().section("redis").text("url")).contains("redis://h");
    }

    @Test
    void nothingSaidNothingIsLimited() {
        RouterConfig config = load("llms: {fast: {api_key: k}}");

        assertThat(config.limits().store()).isEqualTo("memory");
        assertThat(config.budgets()).isEmpty();
        assertThat(config.models().get(0).limits().areAbsent()).isTrue();
    }

    @Test
    void whatIsWrongWithABudgetIsSaid() {
        assertThatThrownBy(() -> load("""
                        budgets: [{per: users, usd: 5}, {per: user}, {per: all, usd: 0}, {per: all, usd: 1, window: week}]
                        serve:
                          keys:
                            a: {key: secret-key, budget: lots}
                            b: {key: other-key1, budget: {per: day}}
                            c: {key: other-key2, budget: 9999999/day}
                        llms: {fast: {api_key: k}}
                        """))
                .hasMessageContaining("budgets[0].per: expected user, key, all or tag:<name>, found 'users'")
                .hasMessageContaining("budgets[1].usd: expected an amount of money in USD, found none")
                .hasMessageContaining("budgets[2].usd: expected an amount above 0 and up to 1000000 USD, found 0")
                .hasMessageContaining("budgets[3].window: expected day or month, found 'week'")
                .hasMessageContaining("keys.a.budget: expected a budget such as 5/day, or a section with usd and per")
                .hasMessageContaining("keys.b.budget.usd: expected an amount of money in USD, found none")
                .hasMessageContaining("keys.c.budget: expected an amount above 0 and up to 1000000 USD");
    }
}
