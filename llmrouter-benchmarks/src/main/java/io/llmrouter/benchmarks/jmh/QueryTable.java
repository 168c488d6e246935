package io.llmrouter.benchmarks.jmh;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Made-up tables of scores: queries of some sixty words on twenty topics, at which ten models differ. */
final class QueryTable {
    private static final int MODELS = 10;
    private static final int TOPICS = 20;
    private static final int TOPIC_WORDS = 300;
    private static final int WORDS = 20_000;
    private static final int FEWEST_WORDS = 20;
    private static final int MOST_WORDS = 100;

    private QueryTable() {}

    /** A table with so many rows to learn from, and after them so many to judge by. */
    static RoutingTable of(int rows, int testRows) throws IOException {
        Path file = Files.createTempFile("queries", ".jsonl");
        try (var lines = Files.newBufferedWriter(file)) {
            var random = new SplittableRandom(1);
            for (int row = 0; row < rows + testRows; row++) {
                lines.write(row(row, row < rows ? "train" : "test", random));
            }
            lines.flush();
            return RoutingTableReader.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static String row(int id, String split, SplittableRandom random) {
        int topic = random.nextInt(TOPICS);
        var query = new StringBuilder();
        for (int i = random.nextInt(FEWEST_WORDS, MOST_WORDS); i > 0; i--) {
            query.append(word(topic, random)).append(' ');
        }
        var scores = new StringBuilder();
        for (int model = 0; model < MODELS; model++) {
            boolean right = random.nextInt(100) < 30 + (topic * 7 + model * 13) % 60;
            scores.append(model == 0 ? "" : ",").append("\"m").append(model).append("\":");
            scores.append(right ? 1 : 0);
        }
        return "{\"id\":\"%d\",\"split\":\"%s\",\"query\":\"%s\",\"scores\":{%s}}%n"
                .formatted(id, split, query.append(id), scores);
    }

    /** A word of the topic or of the language, the first ones the most often. */
    private static String word(int topic, SplittableRandom random) {
        double rank = random.nextDouble() * random.nextDouble();
        int number = random.nextInt(5) < 2 ? topic * TOPIC_WORDS + (int) (rank * TOPIC_WORDS) : (int) (rank * WORDS);
        return "w" + Integer.toString(number, Character.MAX_RADIX);
    }
}
