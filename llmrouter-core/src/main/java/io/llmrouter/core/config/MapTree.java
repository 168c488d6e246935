package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Nothing;
import io.llmrouter.core.config.Value.Scalar;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns maps, lists and plain values into a tree. */
final class MapTree {
    private static final int MAX_DEPTH = 64;

    private final Problems problems;

    private MapTree(Problems problems) {
        this.problems = problems;
    }

    static Fields of(Map<?, ?> tree, Problems problems) {
        return new MapTree(problems).fields(tree, Place.CODE, 0);
    }

    private Fields fields(Map<?, ?> map, Place place, int depth) {
        Map<String, Value> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            var name = String.valueOf(key);
            var there = place.key(name);
            if (fields.put(name, value(value, there, depth + 1)) != null) {
                problems.add(there, "each key once", "it twice");
            }
        });
        return new Fields(place, fields);
    }

    private Value value(@Nullable Object value, Place place, int depth) {
        if (depth > MAX_DEPTH) {
            problems.add(place, "at most " + MAX_DEPTH + " levels", "more");
            return new Nothing(place);
        }
        if (value instanceof Map<?, ?> map) {
            return fields(map, place, depth);
        }
        if (value instanceof Collection<?> list) {
            return items(list, place, depth);
        }
        if (value == null) {
            return new Nothing(place);
        }
        var text = text(value);
        if (text == null) {
            problems.add(
                    place,
                    "a map, list, text, number, flag, duration or path",
                    "a " + value.getClass().getName());
            return new Nothing(place);
        }
        return new Scalar(place, text, !(value instanceof Number || value instanceof Boolean));
    }

    private Items items(Collection<?> list, Place place, int depth) {
        List<Value> items = new ArrayList<>();
        for (Object item : list) {
            items.add(value(item, place.item(items.size()), depth + 1));
        }
        return new Items(place, items);
    }

    private static @Nullable String text(Object value) {
        if (value instanceof Duration duration) {
            return BigDecimal.valueOf(duration.toNanos(), 6).toPlainString() + "ms";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        var plain = value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Path
                || value instanceof URI
                || value instanceof Enum<?>;
        return plain ? value.toString() : null;
    }
}
