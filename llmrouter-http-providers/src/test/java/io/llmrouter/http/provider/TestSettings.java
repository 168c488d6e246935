package io.llmrouter.http.provider;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Settings out of a map of texts, lists and maps. */
record TestSettings(Map<String, Object> values) implements Settings {
    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(Object::toString);
    }

    @Override
    public OptionalDouble number(String key) {
        return text(key)
                .map(text -> OptionalDouble.of(Double.parseDouble(text)))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return text(key).map(Boolean::valueOf);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return text(key).map(Duration::parse);
    }

    @Override
    public List<String> texts(String key) {
        Object value = values.get(key);
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : text(key).stream().toList();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Settings section(String key) {
        return new TestSettings((Map<String, Object>) values.getOrDefault(key, Map.of()));
    }

    @Override
    public List<Settings> sections(String key) {
        return List.of(section(key));
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        return ConfigurationException.of("llms.test." + key, expected, text(key).orElse("nothing"));
    }
}
