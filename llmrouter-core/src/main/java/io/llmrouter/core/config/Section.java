package io.llmrouter.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that a section of the configuration may have. */
final class Section {
    private final String name;
    private final String about;
    private final Map<String, Key> keys = new LinkedHashMap<>();

    Section(String name, String about, Key... keys) {
        this.name = name;
        this.about = about;
        for (Key key : keys) {
            this.keys.put(key.name(), key);
        }
    }

    /** What the JSON Schema calls it. */
    String name() {
        return name;
    }

    /** What the section is for, in a sentence. */
    String about() {
        return about;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    Iterable<Key> keys() {
        return Collections.unmodifiableCollection(keys.values());
    }

    @Nullable
    Key find(String name) {
        return keys.get(name);
    }

    Key key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }
}
