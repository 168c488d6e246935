package io.llmrouter.learned.predict;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A navigable graph as it is saved: who is linked to whom on each level, the widest first. Immutable.
 *
 * @param entry the node at which a search begins, on the narrowest level
 * @param levels the levels
 */
record HnswGraphData(int entry, List<Level> levels) {
    private static final int MOST_LEVELS = 64;

    HnswGraphData {
        levels = List.copyOf(levels);
    }

    /**
     * A level.
     *
     * @param nodes its nodes, ascending; empty for all
     * @param starts where the links of each node begin, and where the last ones end
     * @param links the nodes that they lead to
     */
    @SuppressWarnings("ArrayRecordComponent") // shared for speed, never compared
    record Level(int[] nodes, int[] starts, int[] links) {
        /** The position of a node among those of the level; negative if it is not there. */
        int position(int node) {
            return nodes.length == 0 ? node : Arrays.binarySearch(nodes, node);
        }
    }

    void save(ModelOutput out) {
        out.integer(entry);
        out.integer(levels.size());
        for (Level level : levels) {
            out.integers(level.nodes);
            out.integers(level.starts);
            out.integers(level.links);
        }
    }

    static HnswGraphData read(ModelInput in, int rows) {
        int entry = in.integer();
        int count = in.integer();
        in.expect(entry >= 0 && entry < rows, "an entry among " + rows + " rows", entry + "");
        in.expect(count > 0 && count <= MOST_LEVELS, "1 to " + MOST_LEVELS + " levels", count + "");
        var levels = new ArrayList<Level>();
        for (int i = 0; i < count; i++) {
            var level = new Level(in.integers(), in.integers(), in.integers());
            int nodes = i == 0 ? rows : level.nodes.length;
            in.expect((i == 0) == (level.nodes.length == 0), "all rows on the first level alone", "others");
            in.expect(ascend(level.nodes, 0, rows - 1, true), "ascending nodes", "others");
            in.expect(
                    level.starts.length == nodes + 1
                            && level.starts[0] == 0
                            && level.starts[nodes] == level.links.length
                            && ascend(level.starts, 0, level.links.length, false),
                    "the links of " + nodes + " nodes",
                    "others");
            levels.add(level);
        }
        for (int i = 0; i < count; i++) {
            // A link must lead to a node of its own level: a search would stumble over others.
            Level level = levels.get(i);
            for (int link : level.links) {
                in.expect(link >= 0 && link < rows && level.position(link) >= 0, "links within the level", link + "");
            }
            in.expect(level.position(entry) >= 0, "an entry on every level", entry + "");
        }
        return new HnswGraphData(entry, levels);
    }

    private static boolean ascend(int[] values, int least, int most, boolean strictly) {
        for (int i = 0; i < values.length; i++) {
            boolean follows = i == 0 || (strictly ? values[i] > values[i - 1] : values[i] >= values[i - 1]);
            if (!follows || values[i] < least || values[i] > most) {
                return false;
            }
        }
        return true;
    }
}
