package io.llmrouter.learned.difficulty;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.difficulty.DifficultyTrainer.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What the shipped model learns from: four public tables, and small talk that the project wrote itself. */
final class DifficultyData {
    static final List<String> TABLES =
            List.of("routellm_mmlu", "routellm_gsm8k", "llmrouter_default", "zeroeval_gsm_math_crux");

    private static final int COPIES = 10;

    /** Tasks whose marks are for the wording of an answer, not for whether it is right. */
    private static final Set<String> WORDING = Set.of("trivia_qa", "natural_qa", "commongen");

    /** How hard small talk is taken to be; no table has any. */
    private static final double SMALL_TALK = 0.02;

    private final Map<String, RoutingTable> tables = new LinkedHashMap<>();
    private final SeenTexts tests;

    DifficultyData(Path folder) {
        var queries = new ArrayList<String>();
        for (String name : TABLES) {
            RoutingTable table = RoutingTableReader.read(folder.resolve(name + ".jsonl.gz"));
            tables.put(name, table);
            RoutingTable test = table.rows(Split.TEST);
            for (int row = 0; row < test.size(); row++) {
                queries.add(test.query(row));
            }
        }
        tests = new SeenTexts(queries);
    }

    /** The rows to train on of those tables, without any that resembles a test row of any table. */
    List<Example> train(Predicate<String> ofTable) {
        var rows = new ArrayList<Example>();
        tables.forEach((name, table) -> {
            if (ofTable.test(name)) {
                RoutingTable rated = table.rowsWhere(row -> !WORDING.contains(table.task(row)));
                examples(rated.rows(Split.TRAIN), TABLES.indexOf(name)).stream()
                        .filter(row -> !tests.contains(row.query()))
                        .forEach(rows::add);
            }
        });
        smallTalk().forEach(line -> rows.add(new Example(line, SMALL_TALK, DifficultyTrainer.NO_TABLE, COPIES)));
        return rows;
    }

    private RoutingTable table(String name) {
        return Objects.requireNonNull(tables.get(name), name);
    }

    /** The rows to judge by: the test split without those that the source's authors exclude. */
    RoutingTable test(String name) {
        RoutingTable test = table(name).rows(Split.TEST);
        return test.rowsWhere(row -> !test.isUnscored(row));
    }

    /** The rows of a table with the share of its weaker models that failed: those that half of the others do better than. */
    static List<Example> examples(RoutingTable table, int source) {
        int[] weaker = weaker(table);
        var rows = new ArrayList<Example>();
        for (int row = 0; row < table.size(); row++) {
            double sum = 0;
            int known = 0;
            for (int model : weaker) {
                float score = table.score(row, model);
                sum += Float.isNaN(score) ? 0 : score;
                known += Float.isNaN(score) ? 0 : 1;
            }
            if (known > 0) {
                rows.add(new Example(table.query(row), 1 - sum / known, source, 1));
            }
        }
        return rows;
    }

    private static int[] weaker(RoutingTable table) {
        int width = table.models().size();
        double[] means = IntStream.range(0, width).mapToDouble(table::meanScore).toArray();
        return IntStream.range(0, width)
                .filter(model -> 2
                                * Arrays.stream(means)
                                        .filter(mean -> mean > means[model])
                                        .count()
                        >= width)
                .toArray();
    }

    private static List<String> smallTalk() {
        try (InputStream in = DifficultyData.class.getResourceAsStream("small-talk.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
