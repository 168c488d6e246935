package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a section whose values {@link Checker} has checked: what is absent or wrong reads as the default of the table.
 *
 * @param section the keys with their defaults
 * @param fields the values
 */
record SectionReader(Section section, Fields fields) {

    /** The value of a key as it is written, if it says something. */
    Optional<Value> value(String key) {
        var value = fields.get(key);
        return Optional.ofNullable(says(value) ? value : null);
    }

    Place place(String key) {
        var value = fields.get(key);
        return value == null ? fields.place().key(key) : value.place();
    }

    Optional<String> text(String key) {
        return read(key, Optional::of);
    }

    /** A text that must have a default in the table. */
    String textOr(String key) {
        return text(key).orElseThrow();
    }

    Optional<Integer> integer(String key) {
        return read(key, Scalars::integer);
    }

    int integerOr(String key) {
        return integer(key).orElseThrow();
    }

    boolean flagOr(String key) {
        return read(key, Scalars::flag).orElseThrow();
    }

    Duration durationOr(String key) {
        return read(key, Scalars::duration).orElseThrow();
    }

    double numberOr(String key) {
        return read(key, Scalars::number).orElseThrow().doubleValue();
    }

    @Nullable
    BigDecimal number(String key) {
        return read(key, Scalars::number).orElse(null);
    }

    /** The texts of a list, or the one text that stands in its place. */
    List<Scalar> texts(String key) {
        return texts(fields.get(key));
    }

    List<String> strippedTexts(String key) {
        return texts(key).stream().map(text -> text.text().strip()).toList();
    }

    static List<Scalar> texts(@Nullable Value value) {
        if (value instanceof Items list) {
            List<Scalar> texts = new ArrayList<>();
            list.items().forEach(item -> texts.addAll(texts(item)));
            return texts;
        }
        return value instanceof Scalar scalar && !scalar.isBlank() ? List.of(scalar) : List.of();
    }

    private <T> Optional<T> read(String key, Function<String, Optional<T>> reader) {
        var own = fields.get(key) instanceof Scalar scalar && !scalar.isBlank()
                ? reader.apply(scalar.text())
                : Optional.<T>empty();
        var fallback = section.key(key).fallback();
        return own.isPresent() || fallback.isEmpty() ? own : reader.apply(fallback);
    }

    private static boolean says(@Nullable Value value) {
        if (value instanceof Scalar scalar) {
            return !scalar.isBlank();
        }
        return value instanceof Items || value instanceof Fields;
    }
}
