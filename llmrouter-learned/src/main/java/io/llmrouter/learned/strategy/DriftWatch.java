package io.llmrouter.learned.strategy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a trained router still suits what it is asked: over the last decisions which models it chose and how well
 * it knew the words, compared with the first window of decisions; over the last scores how far they were from what it
 * predicted. Each change is told once, and again only after it had gone. Safe for concurrent use.
 */
final class DriftWatch {
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_ID = 200;
    /** Knowing the words takes as long as a prediction. */
    private static final int WORDS_EVERY = 10;

    private static final double SHARES_MOVED = 0.3;
    private static final double WORDS_LOST = 0.15;
    private static final double QUALITY_OFF = 0.1;
    private static final double ERRORS = 3;

    private final List<String> models;
    private final int window;
    private final Consumer<String> warn;
    private final SlidingShares chosen;
    private final SlidingMean words;
    private final SlidingMean surprise;
    private final Set<Kind> told = EnumSet.noneOf(Kind.class);
    private final Map<String, Expected> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expected> eldest) {
            return size() > MOST_WAITING;
        }
    };
    private double @Nullable [] firstShares;
    private double firstWords;
    private long decisions;

    private enum Kind {
        SHARES,
        WORDS,
        QUALITY
    }

    private record Expected(int model, double quality) {}

    /**
     * Creates a watch.
     *
     * @param window how many decisions, and how many scores, are looked at
     * @param warn who is told
     */
    DriftWatch(List<String> models, int window, Consumer<String> warn) {
        this.models = models;
        this.window = window;
        this.warn = warn;
        this.chosen = new SlidingShares(models.size(), window);
        this.words = new SlidingMean(Math.max(1, window / WORDS_EVERY));
        this.surprise = new SlidingMean(window);
    }

    /**
     * A call was decided.
     *
     * @param quality what was predicted of the chosen model
     * @param familiarity how much of the query is words that the router knows, from 0 to 1; asked now and then
     */
    synchronized void decided(String requestId, int model, double quality, DoubleSupplier familiarity) {
        if (requestId.length() <= LONGEST_ID) {
            waiting.put(requestId, new Expected(model, quality));
        }
        chosen.add(model);
        if (decisions++ % WORDS_EVERY == 0) {
            words.add(familiarity.getAsDouble());
        }
        if (decisions == window) {
            firstShares = chosen.shares();
            firstWords = words.mean();
        } else if (firstShares != null && decisions % WORDS_EVERY == 0) {
            checkDecisions(firstShares);
        }
    }

    /** An answer of a model was scored; that of a fallback says nothing of the prediction. */
    synchronized void scored(String requestId, @Nullable Integer model, double score) {
        Expected expected = waiting.remove(requestId);
        if (expected == null || model == null || model != expected.model()) {
            return;
        }
        surprise.add(score - expected.quality());
        if (!surprise.isFull()) {
            return;
        }
        double mean = surprise.mean();
        boolean certain = Math.abs(mean) > ERRORS * surprise.error();
        check(
                Kind.QUALITY,
                Math.abs(mean) > QUALITY_OFF && certain,
                Math.abs(mean) < QUALITY_OFF / 2,
                "the last %d scores are %.2f %s than predicted",
                window,
                Math.abs(mean),
                mean < 0 ? "lower" : "higher");
    }

    private void checkDecisions(double[] first) {
        double[] now = chosen.shares();
        double moved = 0;
        int most = 0;
        for (int model = 0; model < now.length; model++) {
            moved += Math.abs(now[model] - first[model]) / 2;
            most = Math.abs(now[model] - first[model]) > Math.abs(now[most] - first[most]) ? model : most;
        }
        check(
                Kind.SHARES,
                moved > SHARES_MOVED,
                moved < SHARES_MOVED / 2,
                "%.0f %% of the last %d choices fell on other models than before; %s went from %.0f to %.0f %%",
                100 * moved,
                window,
                models.get(most),
                100 * first[most],
                100 * now[most]);
        double lost = firstWords - words.mean();
        check(
                Kind.WORDS,
                lost > WORDS_LOST,
                lost < WORDS_LOST / 2,
                "of the last queries the router knows %.0f %% of the words, %.0f %% before",
                100 * words.mean(),
                100 * firstWords);
    }

    private void check(Kind kind, boolean is, boolean gone, String what, Object... figures) {
        if (is && told.add(kind)) {
            var all = new ArrayList<Object>(List.of(figures));
            warn.accept("The learned router may no longer suit its queries: "
                    + String.format(Locale.ROOT, what, all.toArray())
                    + ". Evaluate it on recent queries, and train it again.");
        } else if (gone) {
            told.remove(kind);
        }
    }
}
