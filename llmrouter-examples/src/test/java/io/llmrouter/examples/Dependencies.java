package io.llmrouter.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Maven gives an application that depends on some of the modules, read from the graph that the build writes. */
final class Dependencies {
    private static final Path GRAPH = Path.of("target", "dependencies.dot");
    private static final String NODE = "\"\\(?([^:\"]+):([^:\"]+):jar:([^:\" ]+)[^\"]*\"";
    private static final Pattern EDGE = Pattern.compile(NODE + " -> " + NODE);

    private final Map<Artifact, Set<Artifact>> needs = new HashMap<>();

    private Dependencies() {}

    private record Artifact(String group, String name, String version) {}

    static Dependencies read() {
        var read = new Dependencies();
        try {
            var edges = EDGE.matcher(Files.readString(GRAPH));
            while (edges.find()) {
                var from = new Artifact(edges.group(1), edges.group(2), edges.group(3));
                var to = new Artifact(edges.group(4), edges.group(5), edges.group(6));
                read.needs.computeIfAbsent(from, none -> new LinkedHashSet<>()).add(to);
                read.needs.computeIfAbsent(to, none -> new LinkedHashSet<>());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Expected the build to write " + GRAPH, e);
        }
        return read;
    }

    /** The files of these modules and of all that they bring along. */
    List<Path> of(String... modules) {
        return closure(modules).stream().map(Dependencies::fileOf).toList();
    }

    /** The names of the same artifacts. */
    List<String> names(String... modules) {
        return closure(modules).stream().map(Artifact::name).toList();
    }

    private Set<Artifact> closure(String... modules) {
        var open = new ArrayDeque<Artifact>();
        needs.keySet().stream()
                .filter(artifact -> List.of(modules).contains(artifact.name()))
                .forEach(open::add);
        if (open.size() != modules.length) {
            throw new IllegalArgumentException("Expected modules in " + GRAPH + ", found " + open);
        }
        Set<Artifact> found = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Artifact next = open.remove();
            if (found.add(next)) {
                open.addAll(needs.get(next));
            }
        }
        return found;
    }

    private static Path fileOf(Artifact artifact) {
        var jar = artifact.name() + "-" + artifact.version() + ".jar";
        var classes = Path.of(artifact.name(), "target", "classes");
        var seen = new ArrayList<Path>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path file = Path.of(entry);
            if (file.endsWith(jar) || file.endsWith(classes)) {
                return file;
            }
            seen.add(file);
        }
        throw new IllegalStateException("Expected " + jar + " or " + classes + " on the class path, found " + seen);
    }
}
