package io.llmrouter.core.strategy;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** Settings out of maps, lists, texts, numbers and flags, as a YAML file gives them. */
record MapSettings(String place, Map<String, ?> values) implements Settings {
    static MapSettings router(Map<String, ?> values) {
        return new MapSettings("router", values);
    }

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
        Object value = values.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number) {
            return OptionalDouble.of(number.doubleValue());
        }
        throw problem(key, "a number");
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return Optional.ofNullable((Boolean) values.get(key));
    }

    @Override
    public Optional<Duration> duration(String key) {
        return Optional.ofNullable((Duration) values.get(key));
    }

    @Override
    public List<String> texts(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
    }

    @Override
    public Settings section(String key) {
        Object value = values.get(key);
        return new MapSettings(place + "." + key, value == null ? Map.of() : asMap(value));
    }

    @Override
    public List<Settings> sections(String key) {
        List<?> list = values.get(key) instanceof List<?> found ? found : List.of();
        return IntStream.range(0, list.size())
                .<Settings>mapToObj(i -> new MapSettings(place + "." + key + "[" + i + "]", asMap(list.get(i))))
                .toList();
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        String where = key.isEmpty() ? place : place + "." + key;
        return ConfigurationException.of(where, expected, String.valueOf(key.isEmpty() ? values : values.get(key)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> asMap(Object value) {
        return (Map<String, ?>) value;
    }
}
