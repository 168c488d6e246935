package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Nothing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Reads a configuration from YAML or from a tree of plain values, and validates it whole. Immutable; safe for
 * concurrent use.
 */
public final class ConfigLoader {
    private final Variables variables;
    private final KnownNames known;

    private ConfigLoader(Variables variables, KnownNames known) {
        this.variables = variables;
        this.known = known;
    }

    /** Creates a loader that expands <code>${VAR}</code> from the given variables. */
    public ConfigLoader(Map<String, String> environment) {
        this(new Variables(environment), KnownNames.ANY);
    }

    /** Reads with the process's environment. */
    public ConfigLoader() {
        this(System.getenv());
    }

    /**
     * The same loader with an eye on the names of providers and strategies: others are problems.
     *
     * @param providers the names and aliases of all providers, each with the environment variable of its key, or an empty
     *     text if it needs none
     * @param strategies the names and aliases of all strategies
     */
    public ConfigLoader knowing(Map<String, String> providers, Set<String> strategies) {
        return new ConfigLoader(variables, new KnownNames(providers, strategies));
    }

    /**
     * Reads a YAML file. Relative paths in it start at its folder.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the file
     */
    public RouterConfig load(Path file) {
        var problems = new Problems();
        var absolute = file.toAbsolutePath().normalize();
        var root = root(file, problems);
        var folder = absolute.getParent() == null ? absolute : absolute.getParent();
        var config = new ConfigAssembler(variables, folder, known, problems).assemble(absolute, root);
        problems.throwIfAny();
        return config;
    }

    /** The top of the file; throws if there is none to look into. */
    private static Fields root(Path file, Problems problems) {
        var text = ConfigFiles.read(file, problems);
        problems.throwIfAny();
        var place = Place.start(file.toString());
        var tree = text.flatMap(yaml -> YamlTree.of(yaml, file.toString(), problems));
        if (tree.isPresent() && tree.get() instanceof Fields root) {
            return root;
        }
        problems.throwIfAny();
        var empty = tree.isEmpty() || tree.get() instanceof Nothing;
        problems.add(
                tree.map(Value::place).orElse(place),
                "a section with at least one model, such as `" + ConfigFiles.EXAMPLE + "`",
                empty ? "an empty file" : Value.describe(tree.get(), true));
        throw problems.exception();
    }

    /**
     * Reads a tree of maps, lists and plain values: what the file would say. Relative paths start at the working folder.
     *
     * @throws io.llmrouter.api.error.ConfigurationException with all problems of the tree
     */
    public RouterConfig load(Map<String, ?> tree) {
        var problems = new Problems();
        var root = MapTree.of(tree, problems);
        var config = new ConfigAssembler(variables, Path.of("").toAbsolutePath(), known, problems).assemble(null, root);
        problems.throwIfAny();
        return config;
    }
}
