package io.llmrouter.cli.learn;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Settings of which some texts are given on the command line; a key such as {@code a.b} is in the section {@code a}. Immutable. */
public final class OverlaidSettings implements Settings {
    private final Settings under;
    private final Map<String, String> texts;
    private final String prefix;

    public OverlaidSettings(Settings under, Map<String, String> texts) {
        this(under, texts, "");
    }

    private OverlaidSettings(Settings under, Map<String, String> texts, String prefix) {
        this.under = under;
        this.texts = Map.copyOf(texts);
        this.prefix = prefix;
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(under.keys());
        for (String key : texts.keySet()) {
            if (key.startsWith(prefix)) {
                keys.add(key.substring(prefix.length()).replaceFirst("\\..*", ""));
            }
        }
        return keys;
    }

    @Override
    public Optional<String> text(String key) {
        String given = texts.get(prefix + key);
        return given == null ? under.text(key) : Optional.of(given);
    }

    @Override
    public Settings section(String key) {
        return new OverlaidSettings(under.section(key), texts, prefix + key + ".");
    }

    @Override
    public OptionalDouble number(String key) {
        return under.number(key);
    }

    @Override
    public Optional<Boolean> flag(String key) {
        return under.flag(key);
    }

    @Override
    public Optional<Duration> duration(String key) {
        return under.duration(key);
    }

    @Override
    public List<String> texts(String key) {
        return under.texts(key);
    }

    @Override
    public Optional<RawJson> json(String key) {
        return under.json(key);
    }

    @Override
    public List<Settings> sections(String key) {
        return under.sections(key);
    }

    @Override
    public ConfigurationException problem(String key, String expected) {
        String given = texts.get(prefix + key);
        return given == null
                ? under.problem(key, expected)
                : ConfigurationException.of("command line, " + prefix + key, expected, "\"" + given + "\"");
    }
}
