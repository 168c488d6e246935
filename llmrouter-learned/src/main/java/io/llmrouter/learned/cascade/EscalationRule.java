package io.llmrouter.learned.cascade;

import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.util.Arrays;
import java.util.Locale;

/**
 * When the next model of a cascade is asked: by the share of verifications that found an answer right, in bins of equal
 * width. Every method of AutoMix (Aggarwal et al., 2024) comes to such a set of bins. Immutable.
 */
public final class EscalationRule {
    /** The most bins that a rule can have. */
    public static final int MOST_BINS = 1000;

    private final String method;
    private final boolean[] escalates;
    private final double[] quality;

    /**
     * Creates a rule.
     *
     * @param method the method that chose the bins, for people
     * @param escalates for each bin whether the next model is asked
     * @param quality for each bin how good answers were in training, from 0 to 1; {@link Double#NaN} if not known
     */
    EscalationRule(String method, boolean[] escalates, double[] quality) {
        this.method = method;
        this.escalates = escalates.clone();
        this.quality = quality.clone();
    }

    /** The rule that keeps an answer from that share on, from 0 (all are kept) to 1. */
    public static EscalationRule threshold(double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("least: expected 0 to 1, found " + least);
        }
        boolean[] escalates = new boolean[MOST_BINS];
        Arrays.fill(escalates, 0, (int) Math.min(MOST_BINS - 1, Math.round(least * MOST_BINS)), true);
        double[] unknown = new double[MOST_BINS];
        Arrays.fill(unknown, Double.NaN);
        return new EscalationRule("threshold", escalates, unknown);
    }

    /** The bin of a share. */
    static int bin(double share, int bins) {
        return (int) Math.min(bins - 1, Math.floor(share * bins));
    }

    /** The method that chose it, such as {@code POMDP}. */
    public String method() {
        return method;
    }

    /** The number of bins. */
    public int bins() {
        return escalates.length;
    }

    /** Whether the next model is asked. */
    public boolean escalates(double share) {
        return escalates[bin(share, bins())];
    }

    /** How good answers of that share were in training, from 0 to 1; {@link Double#NaN} if not known. */
    public double quality(double share) {
        return quality[bin(share, bins())];
    }

    boolean escalatesBin(int bin) {
        return escalates[bin];
    }

    /** Such as {@code POMDP: asks on below 0.25}. */
    @Override
    public String toString() {
        var ranges = new StringBuilder();
        for (int from = 0; from < bins(); from++) {
            if (!escalates[from]) {
                continue;
            }
            int to = from;
            while (to < bins() && escalates[to]) {
                to++;
            }
            ranges.append(ranges.length() == 0 ? " from " : " and from ").append(edge(from));
            ranges.append(to == bins() ? " on" : " to below " + edge(to));
            from = to;
        }
        return method + (ranges.length() == 0 ? ": never asks on" : ": asks on" + ranges);
    }

    private String edge(int bin) {
        return String.format(Locale.ROOT, "%.3g", (double) bin / bins());
    }

    void save(ModelOutput out) {
        out.text(method);
        int[] bits = new int[bins()];
        for (int bin = 0; bin < bits.length; bin++) {
            bits[bin] = escalates[bin] ? 1 : 0;
        }
        out.integers(bits);
        out.reals(quality);
    }

    static EscalationRule read(ModelInput in) {
        String method = in.text();
        int[] bits = in.integers();
        double[] quality = in.reals();
        in.expect(
                bits.length > 0 && bits.length <= MOST_BINS && quality.length == bits.length,
                "1 to " + MOST_BINS + " bins",
                bits.length + " and " + quality.length);
        boolean[] escalates = new boolean[bits.length];
        for (int bin = 0; bin < bits.length; bin++) {
            in.expect(bits[bin] == 0 || bits[bin] == 1, "0 or 1 a bin", bits[bin] + "");
            escalates[bin] = bits[bin] == 1;
        }
        return new EscalationRule(method, escalates, quality);
    }
}
