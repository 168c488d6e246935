package io.llmrouter.bedrock;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Settings of a tree of plain values, as strict about kinds as a configuration file's. */
record MapSettings(String path, Map<String, ?> values) implements Settings {

    static MapSettings of(Map<String, ?> values) {
        return new MapSettings("llms.m", values);
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value instanceof Map || value instanceof List) {
            throw problem(key, "a text");
        }
        return Optional.ofNullable(value).map(Object::toString);
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
        if (values.get(key) instanceof List<?> list) {
            if (list.stream().anyMatch(Map.class::isInstance)) {
                throw problem(key, "a list of texts");
            }
            return list.stream().map(Object::toString).toList();
        }
        return text(key).map(List::of).orElse(List.of());
    }

    @Override
    @SuppressWarnings("unchecked")
    public Settings section(String key) {
        Object value = values.get(key);
        if (value != null && !(value instanceof Map)) {
            throw problem(key, "a section");
        }
        return new MapSettings(path + "." + key, value == null ? Map.of() : (Map<String, ?>) value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Settings> sections(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
            throw problem(key, "a list of sections");
        }
        return list.stream()
                .<Settings>map(element -> new MapSettings(path + "." + key, (Map<String, ?>) element))
                .toList();
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        return ConfigurationException.of(path + "." + key, expected, "something else");
    }
}
