package io.llmrouter.learned.config;

import io.llmrouter.api.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads a small YAML file into maps, lists and plain values. */
final class YamlFile {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 32;

    private YamlFile() {}

    /** The top of the file by key. */
    static Map<String, Object> read(Path file) {
        String text = text(file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowDuplicateKeys(false)
                .build();
        try {
            checkDepth(new ParserImpl(settings, new StreamReader(settings, text)), file);
            Object root = new Load(settings).loadFromString(text);
            if (root instanceof Map<?, ?> map) {
                return byName(map);
            }
        } catch (YamlEngineException broken) {
            throw ConfigurationException.of(
                    file.toString(),
                    "valid YAML",
                    String.valueOf(broken.getMessage()).lines().findFirst().orElse("something else"));
        }
        throw ConfigurationException.of(
                file.toString(), "the settings of a router: data_path, model_path, hparam", "something else");
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw ConfigurationException.of(file.toString(), "at most " + LARGEST + " bytes", "more");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw ConfigurationException.of(
                    file.toString(),
                    "a readable file in UTF-8",
                    Files.exists(file) ? "one that is not: " + unreadable : "no file");
        }
    }

    /** The loader recurses, the parser does not. */
    private static void checkDepth(Iterator<Event> events, Path file) {
        int depth = 0;
        while (events.hasNext()) {
            Event event = events.next();
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                throw ConfigurationException.of(
                        file.toString(), "at most " + DEEPEST + " levels of indentation", "more");
            }
        }
    }

    static Map<String, Object> byName(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                named.put(String.valueOf(key), value);
            }
        });
        return named;
    }
}
