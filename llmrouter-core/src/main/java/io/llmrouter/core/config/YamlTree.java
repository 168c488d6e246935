package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Nothing;
import io.llmrouter.core.config.Value.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns YAML into a tree.
 *
 * <p>It reads the parser's events rather than its nodes, for only so can the depth be bounded before the parser's own
 * recursion. All scalars stay texts: YAML 1.1 and 1.2 differ in which of them are flags and numbers, and the keys know.
 */
final class YamlTree {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 100_000;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";
    private static final String MERGE = "<<";

    /** A value under a name, with the number of values in it: aliases count as what they stand for. */
    private record Anchored(Value value, int size) {}

    /** Ends the reading: the problem is noted already. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Iterator<Event> events;
    private final Problems problems;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int size;
    private int lastLine = 1;

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /** The tree of the one document; empty if there is none, or if it cannot be read, which is a problem then. */
    static Optional<Value> of(String yaml, String file, Problems problems) {
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        if (!isPrintable(yaml, file, problems)) {
            return Optional.empty();
        }
        var tree = new YamlTree(new ParserImpl(settings, new StreamReader(settings, yaml)), problems);
        try {
            return Optional.ofNullable(tree.document(Place.start(file)));
        } catch (YamlEngineException e) {
            YamlFaults.report(e, file, problems);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // The parser lets this through where an escape in a tag is broken, and says no line.
            problems.add(Place.start(file).atLine(tree.lastLine), "valid YAML", "a broken escape after this line");
            return Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static boolean isPrintable(String yaml, String file, Problems problems) {
        int line = 1;
        for (int i = 0; i < yaml.length(); i = yaml.offsetByCodePoints(i, 1)) {
            int character = yaml.codePointAt(i);
            if (!StreamReader.isPrintable(character)) {
                problems.add(Place.start(file).atLine(line), "text", "a control character");
                return false;
            }
            line += character == '\n' ? 1 : 0;
        }
        return true;
    }

    private @Nullable Value document(Place root) throws Unreadable {
        Value document = null;
        while (events.hasNext()) {
            var event = events.next();
            if (event instanceof NodeEvent node) {
                document = value(node, root.atLine(line(event)), 0);
            } else if (event.getEventId() == ID.DocumentStart && document != null) {
                problems.add(root.atLine(line(event)), "one document", "a second one after '---'");
                throw new Unreadable();
            }
        }
        return document;
    }

    private Value value(NodeEvent event, Place place, int depth) throws Unreadable {
        if (depth > MAX_DEPTH) {
            throw refused(place, "at most " + MAX_DEPTH + " levels of indentation", "more");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias.getAlias().getValue(), place);
        }
        int before = size;
        lastLine = place.line();
        grow(1, place);
        Value value;
        if (event instanceof ScalarEvent scalar) {
            checkTag(scalar.getTag(), place);
            var nothing = scalar.isPlain() && scalar.getTag().isEmpty() && NULLS.contains(scalar.getValue());
            value = nothing ? new Nothing(place) : new Scalar(place, scalar.getValue(), !scalar.isPlain());
        } else {
            checkTag(((CollectionStartEvent) event).getTag(), place);
            value = event.getEventId() == ID.SequenceStart ? items(place, depth) : fields(place, depth);
        }
        event.getAnchor().ifPresent(name -> anchors.put(name.getValue(), new Anchored(value, size - before)));
        return value;
    }

    private Value alias(String name, Place place) throws Unreadable {
        var anchored = anchors.get(name);
        if (anchored == null) {
            problems.add(place, "an alias of something above it", "'*" + name + "', which nothing above is called");
            return new Nothing(place);
        }
        grow(anchored.size(), place);
        return anchored.value();
    }

    private void grow(int by, Place place) throws Unreadable {
        size += by;
        if (size > MAX_VALUES) {
            throw refused(place, "at most " + MAX_VALUES + " values, aliases counted as what they stand for", "more");
        }
    }

    private Items items(Place place, int depth) throws Unreadable {
        List<Value> items = new ArrayList<>();
        for (Event event = events.next(); event instanceof NodeEvent node; event = events.next()) {
            items.add(value(node, place.atLine(line(event)).item(items.size()), depth + 1));
        }
        return new Items(place, items);
    }

    private Fields fields(Place place, int depth) throws Unreadable {
        Map<String, Value> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        List<Value> merged = new ArrayList<>();
        for (Event event = events.next(); event instanceof NodeEvent node; event = events.next()) {
            int line = line(event);
            var key = key(node, place.atLine(line), depth);
            var there = place.atLine(line).key(key);
            var value = value((NodeEvent) events.next(), there, depth + 1);
            if (key.equals(MERGE)) {
                merged.add(value);
                continue;
            }
            var earlier = lines.putIfAbsent(key, line);
            if (earlier != null) {
                problems.add(there, "each key once", "it in line " + earlier + " too");
            }
            fields.putIfAbsent(key, value);
        }
        merged.forEach(value -> merge(value, fields));
        return new Fields(place, fields);
    }

    private String key(NodeEvent event, Place place, int depth) throws Unreadable {
        if (event instanceof ScalarEvent scalar) {
            grow(1, place);
            event.getAnchor()
                    .ifPresent(name -> anchors.put(
                            name.getValue(), new Anchored(new Scalar(place, scalar.getValue(), !scalar.isPlain()), 1)));
            return scalar.getValue();
        }
        var value = value(event, place, depth + 1);
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        throw refused(place, "a plain name before the ':'", Value.describe(value, false));
    }

    private void merge(Value value, Map<String, Value> into) {
        if (value instanceof Fields section) {
            section.fields().forEach(into::putIfAbsent);
        } else if (value instanceof Items list) {
            list.items().forEach(item -> merge(item, into));
        } else {
            problems.add(value.place(), "an alias of a section after '<<:'", Value.describe(value, true));
        }
    }

    private void checkTag(Optional<String> tag, Place place) {
        tag.filter(name -> !name.startsWith(STANDARD_TAG) && !name.equals("!"))
                .ifPresent(name -> problems.add(place, "a value without a tag", "the tag " + Value.quoted(name)));
    }

    private Unreadable refused(Place place, String expected, String found) {
        problems.add(place, expected, found);
        return new Unreadable();
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
