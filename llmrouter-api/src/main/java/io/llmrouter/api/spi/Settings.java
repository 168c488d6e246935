package io.llmrouter.api.spi;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A section of the configuration, read key by key.
 *
 * <p>Every reader throws a {@link ConfigurationException} that names file, line and key where the value is of another
 * kind. Immutable.
 */
public interface Settings {

    /** The keys that are set, in their order. */
    Set<String> keys();

    /** A text; numbers and flags are read as their text. */
    Optional<String> text(String key);

    OptionalDouble number(String key);

    /** {@code true}, {@code yes}, {@code y}, {@code on}, {@code 1} or their opposites. */
    Optional<Boolean> flag(String key);

    /** A duration: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, or a number of seconds. */
    Optional<Duration> duration(String key);

    /** A list of texts; a single text counts as a list of one; empty if absent. */
    List<String> texts(String key);

    /**
     * The value as JSON, of whatever kind: for what is handed on as it is.
     *
     * <p>Numbers, {@code true}, {@code false} and {@code null} keep their kind; in quotes they are texts.
     */
    Optional<RawJson> json(String key);

    /** A section; an empty one if absent. */
    Settings section(String key);

    /** A list of sections; empty if absent. */
    List<Settings> sections(String key);

    /**
     * A problem with the value of a key, to be thrown.
     *
     * @param key the key; empty for the section itself
     * @param expected what should stand there, or the remedy
     */
    ConfigurationException problem(String key, String expected);
}
