package io.llmrouter.learned.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What training saw of one model in each bin of its verifications, and the sets of bins that each method proposes. A bin
 * is a state of belief: the model's answer is seen through its verification alone. Immutable.
 */
final class Bins {
    /** Bins borrow from their neighbours: at these weights from the nearest, the next and so on. */
    private static final double[] SMOOTHING = {1, Math.exp(-0.5), Math.exp(-2)};
    /** How many answers of mean quality a bin is taken to have seen besides. */
    private static final double PRIOR = 3;

    private final double[] rows;
    private final double[] quality;
    private final double[] gain;
    private final double[] needy;

    /**
     * Sums up.
     *
     * @param share the verifications of the rows
     * @param own the scores of the model that was verified
     * @param next the scores where the next model is asked
     */
    Bins(int bins, double[] share, double[] own, double[] next) {
        this.rows = new double[bins];
        this.quality = new double[bins];
        this.gain = new double[bins];
        this.needy = new double[bins];
        for (int row = 0; row < share.length; row++) {
            int bin = EscalationRule.bin(share[row], bins);
            rows[bin]++;
            quality[bin] += own[row];
            gain[bin] += next[row] - own[row];
            needy[bin] += next[row] > own[row] ? 1 : 0;
        }
    }

    /** The mean quality of each bin, drawn to the mean of all. */
    double[] quality() {
        double all =
                IntStream.range(0, rows.length).mapToDouble(bin -> quality[bin]).sum();
        double count =
                IntStream.range(0, rows.length).mapToDouble(bin -> rows[bin]).sum();
        double[] means = new double[rows.length];
        for (int bin = 0; bin < means.length; bin++) {
            means[bin] = (quality[bin] + PRIOR * all / count) / (rows[bin] + PRIOR);
        }
        return means;
    }

    /** How many rows would be asked on. */
    double rows(boolean[] escalates) {
        return IntStream.range(0, rows.length)
                .filter(bin -> escalates[bin])
                .mapToDouble(bin -> rows[bin])
                .sum();
    }

    /** The sets of bins that a method proposes. */
    List<boolean[]> proposals(CascadeMethod method) {
        return switch (method) {
            case THRESHOLD -> ranges(false);
            case DOUBLE_THRESHOLD -> ranges(true);
            case SELF_CONSISTENCY -> List.of(range(0, (rows.length + 1) / 2));
            case GREEDY_POMDP -> best(smoothed());
            case FULL_POMDP -> best(posterior());
            case POMDP -> {
                var all = new ArrayList<>(ranges(true));
                all.addAll(best(smoothed()));
                all.addAll(best(posterior()));
                yield all;
            }
        };
    }

    private List<boolean[]> ranges(boolean fromAnywhere) {
        var ranges = new ArrayList<boolean[]>();
        for (int from = 0; from < (fromAnywhere ? rows.length : 1); from++) {
            for (int to = from + 1; to <= rows.length; to++) {
                ranges.add(range(from, to));
            }
        }
        return ranges;
    }

    private boolean[] range(int from, int to) {
        boolean[] range = new boolean[rows.length];
        Arrays.fill(range, from, to, true);
        return range;
    }

    /** The best bin, the two best and so on: each reward of a right answer, relative to its cost, comes to one of them. */
    private List<boolean[]> best(double[] worth) {
        int[] order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer bin) -> -worth[bin]).thenComparing(bin -> bin))
                .mapToInt(Integer::intValue)
                .toArray();
        var sets = new ArrayList<boolean[]>();
        boolean[] set = new boolean[rows.length];
        for (int bin : order) {
            set[bin] = true;
            sets.add(set.clone());
        }
        return sets;
    }

    /** The mean gain of each bin, smoothed over its neighbours. */
    private double[] smoothed() {
        double[] smooth = new double[rows.length];
        for (int bin = 0; bin < smooth.length; bin++) {
            double sum = 0;
            double weight = 0;
            for (int other = 0; other < smooth.length; other++) {
                int distance = Math.abs(other - bin);
                if (distance < SMOOTHING.length) {
                    sum += SMOOTHING[distance] * gain[other];
                    weight += SMOOTHING[distance] * rows[other];
                }
            }
            smooth[bin] = weight == 0 ? 0 : sum / weight;
        }
        return smooth;
    }

    /** How likely it is in each bin that the next model is the better one, by Bayes. */
    private double[] posterior() {
        double all =
                IntStream.range(0, rows.length).mapToDouble(bin -> rows[bin]).sum();
        double allNeedy =
                IntStream.range(0, rows.length).mapToDouble(bin -> needy[bin]).sum();
        double prior = (allNeedy + 1) / (all + 2);
        double[] posterior = new double[rows.length];
        for (int bin = 0; bin < posterior.length; bin++) {
            double seenIfNeedy = (needy[bin] + 1) / (allNeedy + rows.length);
            double seenIfNot = (rows[bin] - needy[bin] + 1) / (all - allNeedy + rows.length);
            posterior[bin] = prior * seenIfNeedy / (prior * seenIfNeedy + (1 - prior) * seenIfNot);
        }
        return posterior;
    }
}
