package io.llmrouter.cli;

import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** The providers and strategies that can be named in a configuration. */
final class Installed {
    private Installed() {}

    /** The names and aliases of all strategies. */
    static Set<String> strategies() {
        var names = new TreeSet<String>();
        for (RoutingStrategyProvider strategy : ServiceLoader.load(RoutingStrategyProvider.class)) {
            names.add(strategy.name());
            names.addAll(strategy.aliases());
        }
        return names;
    }

    /** The names and aliases of all providers. */
    static Set<String> providers() {
        var names = new TreeSet<String>();
        for (ChatModelProvider provider : ServiceLoader.load(ChatModelProvider.class)) {
            names.add(provider.name());
            names.addAll(provider.aliases());
        }
        return names;
    }

    /** The provider of a name or an alias. */
    static Optional<ChatModelProvider> provider(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (ChatModelProvider provider : ServiceLoader.load(ChatModelProvider.class)) {
            if (provider.name().equals(wanted) || provider.aliases().contains(wanted)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }
}
