package io.llmrouter.core.config;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Nothing;
import io.llmrouter.core.config.Value.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings over a tree of values. A key with an empty text, or with none, counts as not set.
 *
 * <p>Immutable and safe for concurrent use.
 */
public final class SettingsTree implements Settings {
    private final Fields fields;

    SettingsTree(Fields fields) {
        this.fields = fields;
    }

    /**
     * Makes settings of maps, lists and plain values. Variables are not expanded.
     *
     * @throws ConfigurationException if a value is of another kind
     */
    public static SettingsTree of(Map<String, ?> tree) {
        var problems = new Problems();
        var fields = MapTree.of(tree, problems);
        problems.throwIfAny();
        return new SettingsTree(fields);
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        for (String key : fields.fields().keySet()) {
            if (find(key) != null) {
                keys.add(key);
            }
        }
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public Optional<String> text(String key) {
        return scalar(key, "a text", Optional::of);
    }

    @Override
    public OptionalDouble number(String key) {
        var number = scalar(key, "a number", Scalars::number);
        return number.map(BigDecimal::doubleValue).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return scalar(key, Scalars.FLAG, Scalars::flag);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return scalar(key, Scalars.DURATION, Scalars::duration);
    }

    @Override
    public List<String> texts(String key) {
        var value = find(key);
        if (value instanceof Items list) {
            List<String> texts = new ArrayList<>();
            for (Value item : list.items()) {
                if (!(item instanceof Scalar scalar)) {
                    throw problem(key, item, "a list of texts");
                }
                texts.add(scalar.text());
            }
            return List.copyOf(texts);
        }
        return scalar(key, "a text or a list of texts", Optional::of)
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Optional<RawJson> json(String key) {
        return Optional.ofNullable(find(key)).map(JsonOf::value);
    }

    @Override
    public Settings section(String key) {
        var value = find(key);
        if (value == null) {
            return new SettingsTree(Fields.empty(fields.place().key(key)));
        }
        if (value instanceof Fields section) {
            return new SettingsTree(section);
        }
        throw problem(key, value, "a section");
    }

    @Override
    public List<Settings> sections(String key) {
        var value = find(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Items list)) {
            throw problem(key, value, "a list of sections");
        }
        List<Settings> sections = new ArrayList<>();
        for (Value item : list.items()) {
            if (!(item instanceof Fields section)) {
                throw problem(key, item, "a list of sections");
            }
            sections.add(new SettingsTree(section));
        }
        return List.copyOf(sections);
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        var value = key.isEmpty() ? fields : fields.get(key);
        return value == null ? missing(key, expected) : problem(key, value, expected);
    }

    private ConfigurationException missing(String key, String expected) {
        return ConfigurationException.of(fields.place().key(key).toString(), expected, "nothing");
    }

    private static ConfigurationException problem(String key, Value value, String expected) {
        return ConfigurationException.of(
                value.place().toString(), expected, Value.describe(value, Secrets.isSecret(key)));
    }

    private <T> Optional<T> scalar(String key, String expected, Function<String, Optional<T>> reader) {
        var value = find(key);
        if (value == null) {
            return Optional.empty();
        }
        var read = value instanceof Scalar scalar ? reader.apply(scalar.text()) : Optional.<T>empty();
        if (read.isEmpty()) {
            throw problem(key, value, expected);
        }
        return read;
    }

    private @Nullable Value find(String key) {
        var value = fields.get(key);
        if (value instanceof Nothing || (value instanceof Scalar scalar && scalar.isBlank())) {
            return null;
        }
        return value;
    }

    /** Where the section stands and what its keys are, without their values. */
    @Override
    public String toString() {
        return fields.place() + " " + keys();
    }
}
