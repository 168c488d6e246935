package io.llmrouter.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** Puts values into the tree that a YAML file would have given. */
final class ConfigTree {
    private ConfigTree() {}

    /** The section of that name, made if absent. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> section(Map<String, Object> tree, String name) {
        return (Map<String, Object>) tree.computeIfAbsent(name, absent -> new LinkedHashMap<String, Object>());
    }

    /** Puts a value at a path whose parts are separated by dots. */
    static void put(Map<String, Object> tree, String path, Object value) {
        Map<String, Object> section = tree;
        int from = 0;
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
            section = section(section, path.substring(from, dot));
            from = dot + 1;
        }
        section.put(path.substring(from), value);
    }
}
