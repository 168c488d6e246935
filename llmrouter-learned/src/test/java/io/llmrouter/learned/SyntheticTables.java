package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Tables of which the right choice is known: one model is good at sums, one at verses; words tell which is which. */
final class SyntheticTables {
    private static final String[] SUMS = {"add", "sum", "number", "multiply", "fraction", "digits"};
    private static final String[] VERSES = {"rhyme", "poem", "verse", "stanza", "lyric", "ballad"};
    private static final String[] FILLERS = {"please", "the", "a", "of", "with", "give", "me", "now"};

    private SyntheticTables() {}

    /** A table in the given folder; the last fifth of it is the test split. */
    static RoutingTable kinds(Path dir, int rows, long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            boolean sum = random.nextBoolean();
            var query = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                String[] from = word % 2 == 0 ? FILLERS : sum ? SUMS : VERSES;
                query.append(from[random.nextInt(from.length)]).append(' ');
            }
            query.append("case ").append(i);
            lines.append(String.format(
                    "{\"id\":\"%d\",\"task\":\"%s\",\"split\":\"%s\",\"query\":\"%s\",\"scores\":{\"poet\":%d,\"counter\":%d,\"plain\":%d},"
                            + "\"cost\":{\"poet\":0.010,\"counter\":0.008,\"plain\":0.001},\"tok_out\":{\"poet\":%d,\"counter\":60,\"plain\":50}}%n",
                    i,
                    sum ? "sums" : "verses",
                    i < rows * 4 / 5 ? "train" : "test",
                    query,
                    won(random, sum ? 3 : 9),
                    won(random, sum ? 9 : 2),
                    won(random, 5),
                    sum ? 20 : 200));
        }
        return RoutingTableReader.read(Files.writeString(dir.resolve("kinds" + seed + ".jsonl"), lines));
    }

    private static int won(SplittableRandom random, int tenths) {
        return random.nextInt(10) < tenths ? 1 : 0;
    }
}
