package io.llmrouter.learned.strategy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Settings from a map of texts and maps. */
record MapSettings(String path, Map<String, Object> values) implements Settings {
    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    @Override
    public OptionalDouble number(String key) {
        return text(key).map(Double::parseDouble).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return text(key).map(Boolean::parseBoolean);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return text(key).map(Duration::parse);
    }

    @Override
    public List<String> texts(String key) {
        return text(key).map(List::of).orElse(List.of());
    }

    @Override
    @SuppressWarnings("unchecked")
    public Settings section(String key) {
        Object value = values.get(key);
        return new MapSettings(path + "." + key, value instanceof Map ? (Map<String, Object>) value : Map.of());
    }

    @Override
    public List<Settings> sections(String key) {
        return List.of();
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        return ConfigurationException.of(path + (key.isEmpty() ? "" : "." + key), expected, "something else");
    }
}
