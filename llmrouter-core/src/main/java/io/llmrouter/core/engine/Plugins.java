package io.llmrouter.core.engine;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The providers and strategies found through {@link ServiceLoader}, by name.
 *
 * <p>An application's own take precedence over the built-in ones.
 */
public final class Plugins {
    private static final String BUILT_IN = "io.llmrouter.";

    private final Map<String, ChatModelProvider> providers;
    private final Map<String, RoutingStrategyProvider> strategies;

    private Plugins(Map<String, ChatModelProvider> providers, Map<String, RoutingStrategyProvider> strategies) {
        this.providers = providers;
        this.strategies = strategies;
    }

    /**
     * Looks the plug-ins up.
     *
     * @throws ConfigurationException if two of an application's own have the same name
     */
    public static Plugins find() {
        return new Plugins(
                byName(
                        ServiceLoader.load(ChatModelProvider.class),
                        ServiceLoader.load(ChatModelProvider.class, Plugins.class.getClassLoader()),
                        provider -> names(provider.name(), provider.aliases())),
                byName(
                        ServiceLoader.load(RoutingStrategyProvider.class),
                        ServiceLoader.load(RoutingStrategyProvider.class, Plugins.class.getClassLoader()),
                        strategy -> names(strategy.name(), strategy.aliases())));
    }

    public Optional<ChatModelProvider> provider(String name) {
        return Optional.ofNullable(providers.get(key(name)));
    }

    public Optional<RoutingStrategyProvider> strategy(String name) {
        return Optional.ofNullable(strategies.get(key(name)));
    }

    /** All names by which a provider can be called, in lower case, each with the environment variable of its key. */
    public Map<String, String> providerKeyVariables() {
        var variables = new TreeMap<String, String>();
        providers.forEach((name, provider) -> variables.put(name, provider.apiKeyVariable()));
        return variables;
    }

    /** All names by which a strategy can be called, in lower case. */
    public Set<String> strategyNames() {
        return new TreeSet<>(strategies.keySet());
    }

    /** Looks in the caller's class path first, then in the library's own, which can differ in a container. */
    private static <T> Map<String, T> byName(
            ServiceLoader<T> context, ServiceLoader<T> own, Function<T, Set<String>> names) {
        var seen = new LinkedHashSet<Class<?>>();
        var found = new LinkedHashMap<String, T>();
        for (ServiceLoader<T> loader : List.of(context, own)) {
            for (T plugin : loader) {
                if (seen.add(plugin.getClass())) {
                    names.apply(plugin).forEach(name -> found.merge(name, plugin, (a, b) -> preferred(name, a, b)));
                }
            }
        }
        return found;
    }

    private static <T> T preferred(String name, T one, T other) {
        if (isBuiltIn(one) == isBuiltIn(other)) {
            throw ConfigurationException.of(
                    "'" + name + "'",
                    "one plug-in of that name on the class path",
                    one.getClass().getName() + " and " + other.getClass().getName());
        }
        return isBuiltIn(one) ? other : one;
    }

    private static boolean isBuiltIn(Object plugin) {
        return plugin.getClass().getName().startsWith(BUILT_IN);
    }

    private static Set<String> names(String name, Set<String> aliases) {
        var names = new LinkedHashSet<String>();
        names.add(key(name));
        aliases.forEach(alias -> names.add(key(alias)));
        return names;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
