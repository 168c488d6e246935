package io.llmrouter.learned.cascade;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Tables of which it is known how much a verification says. */
public final class CascadeTables {
    private CascadeTables() {}

    /**
     * Three models of rising cost. A verification says rightly with that chance whether the answer is right. A quarter of
     * the queries is too hard for all, and their answers are found right in no verification.
     */
    public static RoutingTable verified(Path folder, int rows, double insight, long seed) throws IOException {
        return RoutingTableReader.read(write(folder, rows, insight, seed));
    }

    /** The file of such a table; the last fifth of it is the test split. */
    public static Path write(Path folder, int rows, double insight, long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var lines = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            boolean hopeless = random.nextInt(4) == 0;
            boolean small = !hopeless && random.nextInt(10) < 6;
            boolean middle = !hopeless && (small || random.nextInt(10) < 5);
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%d\",\"split\":\"%s\",\"query\":\"question %d\",\"scores\":{\"large\":%d,\"small\":%d,\"middle\":%d},"
                            + "\"cost\":{\"large\":0.05,\"small\":0.001,\"middle\":0.005},\"verification\":{\"small\":%s,\"middle\":%s}}%n",
                    row,
                    row < rows * 4 / 5 ? "train" : "test",
                    row,
                    hopeless ? 0 : 1,
                    small ? 1 : 0,
                    middle ? 1 : 0,
                    share(random, small, hopeless, insight),
                    share(random, middle, hopeless, insight)));
        }
        return Files.writeString(folder.resolve("verified" + seed + ".jsonl"), lines);
    }

    /** Of four verifications. */
    private static double share(SplittableRandom random, boolean right, boolean hopeless, double insight) {
        if (hopeless) {
            return 0;
        }
        int found = 0;
        for (int sample = 0; sample < 4; sample++) {
            boolean seen = random.nextDouble() < insight;
            found += seen == right ? 1 : 0;
        }
        // A wrong answer that could be mended is never found wrong each time, so that the hopeless can be told.
        return Math.max(0.25, found / 4.0);
    }
}
