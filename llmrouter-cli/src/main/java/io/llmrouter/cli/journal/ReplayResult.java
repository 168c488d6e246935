package io.llmrouter.cli.journal;

import java.util.Set;
import java.util.TreeSet;

/**
 * What would have been different.
 *
 * @param before as it was
 * @param after as it would have been
 * @param moved calls that another model would have got
 * @param skipped recorded calls without an answer, which are in neither side
 * @param refused calls that the new configuration would have refused, which are in neither side
 */
public record ReplayResult(ReplaySide.Summary before, ReplaySide.Summary after, int moved, int skipped, int refused) {
    /** The models of both sides. */
    Set<String> models() {
        var models = new TreeSet<>(before.shares().keySet());
        models.addAll(after.shares().keySet());
        return models;
    }
}
