package io.llmrouter.learned.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Past queries with the score of each model: what a router learns from and is judged by.
 *
 * <p>Scores are from 0 to 1 and {@link Float#NaN} where a model was not tried; costs are in USD, token counts in tokens,
 * both {@link Float#NaN} where unknown. Held in flat arrays: about 4 bytes a number beside the texts. Immutable.
 */
public final class RoutingTable {
    private static final double CHARACTERS_PER_TOKEN = 4;

    /** How long an answer is taken to be where a table has no token counts. */
    private static final double USUAL_OUTPUT_TOKENS = 250;

    private final List<String> models;
    private final Texts texts;
    private final float[] scores;
    private final float @Nullable [] costs;
    private final float @Nullable [] outputTokens;
    private final float @Nullable [] verifications;
    private final float[] inputTokens;
    private final List<String> notes;

    RoutingTable(
            List<String> models,
            Texts texts,
            float[] scores,
            float @Nullable [] costs,
            float @Nullable [] outputTokens,
            float @Nullable [] verifications,
            float[] inputTokens,
            List<String> notes) {
        this.models = List.copyOf(models);
        this.texts = texts;
        this.scores = scores;
        this.costs = costs;
        this.outputTokens = outputTokens;
        this.verifications = verifications;
        this.inputTokens = inputTokens;
        this.notes = List.copyOf(notes);
    }

    /** The words of the rows. */
    @SuppressWarnings("ArrayRecordComponent") // columns that are passed along, never compared
    record Texts(String[] ids, String[] tasks, String[] queries, Split[] splits, boolean[] unscored) {
        Texts pick(int[] rows) {
            int n = rows.length;
            var picked = new Texts(new String[n], new String[n], new String[n], new Split[n], new boolean[n]);
            for (int i = 0; i < n; i++) {
                picked.ids[i] = ids[rows[i]];
                picked.tasks[i] = tasks[rows[i]];
                picked.queries[i] = queries[rows[i]];
                picked.splits[i] = splits[rows[i]];
                picked.unscored[i] = unscored[rows[i]];
            }
            return picked;
        }
    }

    /** The number of rows. */
    public int size() {
        return texts.ids.length;
    }

    /** The names of the models; their positions index the columns. */
    public List<String> models() {
        return models;
    }

    /** What the reader left out or assumed, a line each for people. */
    public List<String> notes() {
        return notes;
    }

    public String id(int row) {
        return texts.ids[row];
    }

    /** The name of the task; empty if the table has none. */
    public String task(int row) {
        return texts.tasks[row];
    }

    public String query(int row) {
        return texts.queries[row];
    }

    public Split split(int row) {
        return texts.splits[row];
    }

    /** Whether the row is to be left out of scoring, because its source says that models may have seen it. */
    public boolean isUnscored(int row) {
        return texts.unscored[row];
    }

    /** The score, from 0 to 1; {@link Float#NaN} if the model was not tried. */
    public float score(int row, int model) {
        return scores[row * models.size() + model];
    }

    /** The mean of a model's scores that are known; 0 if none is. */
    public double meanScore(int model) {
        double sum = 0;
        int known = 0;
        for (int row = 0; row < size(); row++) {
            float score = score(row, model);
            sum += Float.isNaN(score) ? 0 : score;
            known += Float.isNaN(score) ? 0 : 1;
        }
        return known == 0 ? 0 : sum / known;
    }

    /** The cost in USD; {@link Float#NaN} if unknown. */
    public float cost(int row, int model) {
        return costs == null ? Float.NaN : costs[row * models.size() + model];
    }

    /** The tokens of the answer; {@link Float#NaN} if unknown. */
    public float outputTokens(int row, int model) {
        return outputTokens == null ? Float.NaN : outputTokens[row * models.size() + model];
    }

    /** The share of verifications that found the model's answer right, from 0 to 1; {@link Float#NaN} if unknown. */
    public float verification(int row, int model) {
        return verifications == null ? Float.NaN : verifications[row * models.size() + model];
    }

    /** The same table with the verifications of one model, a row each; {@link Float#NaN} where unknown. */
    public RoutingTable withVerification(int model, float[] shares) {
        float[] all = verifications == null ? unknown(scores.length) : verifications.clone();
        for (int row = 0; row < size(); row++) {
            all[row * models.size() + model] = shares[row];
        }
        return new RoutingTable(models, texts, scores, costs, outputTokens, all, inputTokens, notes);
    }

    /** The same table with costs of each model that are the same for every row, in any unit. */
    public RoutingTable withCosts(Map<String, Double> fixed) {
        float[] all = new float[scores.length];
        for (int at = 0; at < all.length; at++) {
            all[at] = fixed.getOrDefault(models.get(at % models.size()), Double.NaN)
                    .floatValue();
        }
        return new RoutingTable(models, texts, scores, all, outputTokens, verifications, inputTokens, notes);
    }

    /** The tokens of the query: as the table says, else a quarter of its characters. */
    public double inputTokens(int row) {
        float known = inputTokens[row];
        return Float.isNaN(known) ? texts.queries[row].length() / CHARACTERS_PER_TOKEN : known;
    }

    /** Whether any cost is known. */
    public boolean hasCosts() {
        return costs != null;
    }

    /** Whether any count of output tokens is known. */
    public boolean hasOutputTokens() {
        return outputTokens != null;
    }

    /** The rows of a split, in their order. */
    public RoutingTable rows(Split split) {
        return rowsWhere(row -> texts.splits[row] == split);
    }

    /** The same rows, all of one split. */
    public RoutingTable withSplit(Split split) {
        Split[] splits = new Split[size()];
        Arrays.fill(splits, split);
        var told = new Texts(texts.ids, texts.tasks, texts.queries, splits, texts.unscored);
        return new RoutingTable(models, told, scores, costs, outputTokens, verifications, inputTokens, notes);
    }

    /**
     * The rows of both tables, with the models of both; an id that both have is told apart by the split.
     */
    public RoutingTable joined(RoutingTable other) {
        return TableJoin.of(this, other);
    }

    /**
     * The table with 1 for the best model of each row, the first of those on a tie, and 0 for all others: the target of
     * routers that learn which model is the best.
     */
    public RoutingTable withBestLabels() {
        int width = models.size();
        float[] labels = new float[scores.length];
        for (int row = 0; row < size(); row++) {
            int best = row * width;
            for (int at = row * width; at < (row + 1) * width; at++) {
                best = scores[at] > scores[best] || Float.isNaN(scores[best]) ? at : best;
            }
            labels[best] = 1;
        }
        return new RoutingTable(models, texts, labels, costs, outputTokens, verifications, inputTokens, notes);
    }

    /** The rows for which a test holds, in their order. */
    public RoutingTable rowsWhere(IntPredicate test) {
        return pick(IntStream.range(0, size()).filter(test).toArray());
    }

    /** Those rows, in that order. */
    public RoutingTable pick(int[] rows) {
        float[] picked = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = inputTokens[rows[i]];
        }
        return new RoutingTable(
                models,
                texts.pick(rows),
                pick(scores, rows),
                costs == null ? null : pick(costs, rows),
                outputTokens == null ? null : pick(outputTokens, rows),
                verifications == null ? null : pick(verifications, rows),
                picked,
                notes);
    }

    /**
     * The table with only those models, in that order. A row in which none of them was tried stays.
     *
     * @throws RoutingDataException if the table has no model of a name
     */
    public RoutingTable withModels(List<String> kept) {
        int[] columns = new int[kept.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = models.indexOf(kept.get(i));
            if (columns[i] < 0) {
                throw RoutingDataException.of("table", "one of the models " + models, kept.get(i));
            }
        }
        return new RoutingTable(
                kept,
                texts,
                columns(scores, columns),
                costs == null ? null : columns(costs, columns),
                outputTokens == null ? null : columns(outputTokens, columns),
                verifications == null ? null : columns(verifications, columns),
                inputTokens,
                notes);
    }

    /** The table without the models of which it has no score, and with a note of them. */
    public RoutingTable withScoredModels() {
        var scored = new ArrayList<String>();
        var others = new ArrayList<String>();
        for (int model = 0; model < models.size(); model++) {
            (isScored(model) ? scored : others).add(models.get(model));
        }
        return others.isEmpty() ? this : withModels(scored).noting("Models without any score left out: " + others);
    }

    private boolean isScored(int model) {
        return IntStream.range(0, size()).anyMatch(row -> !Float.isNaN(score(row, model)));
    }

    /** The models of which no cost is known, although some of another is. */
    public List<String> unpricedModels() {
        var unpriced = new ArrayList<String>();
        for (int i = 0; costs != null && i < models.size(); i++) {
            int model = i;
            if (IntStream.range(0, size()).allMatch(row -> Float.isNaN(cost(row, model)))) {
                unpriced.add(models.get(model));
            }
        }
        return unpriced.size() == models.size() ? List.of() : unpriced;
    }

    /** The table with one more note. */
    public RoutingTable noting(String note) {
        var all = new ArrayList<>(notes);
        all.add(note);
        return new RoutingTable(models, texts, scores, costs, outputTokens, verifications, inputTokens, all);
    }

    /**
     * The table with the costs that are unknown computed from prices: input and output tokens times their price. Where
     * the output tokens are unknown too, 250 are assumed.
     */
    public RoutingTable withPrices(Map<String, TokenPrice> prices) {
        float[] priced = costs == null ? unknown(scores.length) : costs.clone();
        for (int model = 0; model < models.size(); model++) {
            TokenPrice price = prices.get(models.get(model));
            if (price == null) {
                continue;
            }
            for (int row = 0; row < size(); row++) {
                int at = row * models.size() + model;
                if (Float.isNaN(priced[at])) {
                    float output = outputTokens(row, model);
                    priced[at] =
                            (float) price.usd(inputTokens(row), Float.isNaN(output) ? USUAL_OUTPUT_TOKENS : output);
                }
            }
        }
        return new RoutingTable(models, texts, scores, priced, outputTokens, verifications, inputTokens, notes);
    }

    private static float[] unknown(int size) {
        float[] values = new float[size];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    private float[] pick(float[] values, int[] rows) {
        int width = models.size();
        float[] picked = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, picked, i * width, width);
        }
        return picked;
    }

    private float[] columns(float[] values, int[] columns) {
        float[] kept = new float[Math.multiplyExact(size(), columns.length)];
        for (int row = 0; row < size(); row++) {
            for (int i = 0; i < columns.length; i++) {
                kept[row * columns.length + i] = values[row * models.size() + columns[i]];
            }
        }
        return kept;
    }
}
