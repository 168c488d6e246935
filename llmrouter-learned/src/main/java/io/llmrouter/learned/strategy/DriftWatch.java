package io.llmrouter.learned.strategy;

import io.llmrouter.api.Gauge;
import io.llmrouter.learned.TrainedRouter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a trained router still suits what it is asked: over the last decisions which models it chose, how well it
 * knew the words and how near the nearest training queries were, compared with the first window of decisions; over the last
 * scores how far they were from what it predicted. Each change is told once, and again only after it had gone. Safe for
 * concurrent use.
 */
final class DriftWatch {
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_ID = 200;
    /** Knowing the words takes as long as a prediction. */
    private static final int LOOKED_AT_EVERY = 10;

    private static final double SHARES_MOVED = 0.3;
    private static final double LIKENESS_LOST = 0.15;
    private static final double QUALITY_OFF = 0.1;
    private static final double ERRORS = 3;

    private final List<String> models;
    private final int window;
    private final Function<String, Likeness> looking;
    private final Consumer<String> warn;
    private final SlidingShares chosen;
    private final SlidingMean words;
    private final SlidingMean nearest;
    private final SlidingMean surprise;
    private final Set<Kind> told = EnumSet.noneOf(Kind.class);
    private final Map<String, Expected> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expected> eldest) {
            return size() > MOST_WAITING;
        }
    };
    private @Nullable First first;
    private long decisions;

    private enum Kind {
        SHARES,
        WORDS,
        SIMILARITY,
        QUALITY
    }

    /**
     * How like the training data a query is.
     *
     * @param words how much of it is words that the router knows, from 0 to 1
     * @param nearest how near the nearest training queries are, up to 1; empty if the learner does not tell
     */
    record Likeness(double words, OptionalDouble nearest) {
        static Likeness of(TrainedRouter router, String query) {
            return new Likeness(router.familiarity(query), router.similarity(query));
        }
    }

    private record Expected(int model, double quality) {}

    /** The first window of decisions. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    private record First(double[] shares, double words, double nearest) {}

    /**
     * Creates a watch.
     *
     * @param window how many decisions, and how many scores, are looked at
     * @param looking asked for every tenth query
     * @param warn who is told
     */
    DriftWatch(List<String> models, int window, Function<String, Likeness> looking, Consumer<String> warn) {
        this.models = models;
        this.window = window;
        this.looking = looking;
        this.warn = warn;
        this.chosen = new SlidingShares(models.size(), window);
        this.words = new SlidingMean(Math.max(1, window / LOOKED_AT_EVERY));
        this.nearest = new SlidingMean(Math.max(1, window / LOOKED_AT_EVERY));
        this.surprise = new SlidingMean(window);
    }

    /** A watch of a trained router. */
    static DriftWatch of(TrainedRouter router, int window, Consumer<String> warn) {
        return new DriftWatch(router.models(), window, query -> Likeness.of(router, query), warn);
    }

    /**
     * A call was decided.
     *
     * @param quality what was predicted of the chosen model
     */
    synchronized void decided(String requestId, int model, double quality, String query) {
        if (requestId.length() <= LONGEST_ID) {
            waiting.put(requestId, new Expected(model, quality));
        }
        chosen.add(model);
        if (decisions++ % LOOKED_AT_EVERY == 0) {
            Likeness likeness = looking.apply(query);
            words.add(likeness.words());
            likeness.nearest().ifPresent(nearest::add);
        }
        if (decisions == window) {
            first = new First(chosen.shares(), words.mean(), nearest.mean());
        } else if (first != null && decisions % LOOKED_AT_EVERY == 0) {
            checkDecisions(first);
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

    private void checkDecisions(First before) {
        double[] now = chosen.shares();
        double moved = moved(now, before.shares());
        int most = 0;
        for (int model = 0; model < now.length; model++) {
            most = distance(now, before, model) > distance(now, before, most) ? model : most;
        }
        check(
                Kind.SHARES,
                moved > SHARES_MOVED,
                moved < SHARES_MOVED / 2,
                "%.0f %% of the last %d choices fell on other models than before; %s went from %.0f to %.0f %%",
                100 * moved,
                window,
                models.get(most),
                100 * before.shares()[most],
                100 * now[most]);
        checkLikeness(
                Kind.WORDS,
                words.mean(),
                before.words(),
                "of the last queries the router knows %.0f %% of the words, %.0f %% before");
        checkLikeness(
                Kind.SIMILARITY,
                nearest.mean(),
                before.nearest(),
                "the last queries are %.0f %% like the training queries nearest to them, %.0f %% before");
    }

    private static double distance(double[] now, First before, int model) {
        return Math.abs(now[model] - before.shares()[model]);
    }

    private static double moved(double[] now, double[] before) {
        double moved = 0;
        for (int model = 0; model < now.length; model++) {
            moved += Math.abs(now[model] - before[model]) / 2;
        }
        return moved;
    }

    private void checkLikeness(Kind kind, double now, double before, String what) {
        double lost = before - now;
        check(kind, lost > LIKENESS_LOST, lost < LIKENESS_LOST / 2, what, 100 * now, 100 * before);
    }

    private void check(Kind kind, boolean is, boolean gone, String what, Object... figures) {
        if (is && told.add(kind)) {
            warn.accept(
                    "The learned router may no longer suit its queries: " + String.format(Locale.ROOT, what, figures)
                            + ". Evaluate it on recent queries, and train it again.");
        } else if (gone) {
            told.remove(kind);
        }
    }

    /**
     * How it stands.
     *
     * @param name how a trained model is called, by its position
     */
    synchronized List<Gauge> gauges(IntFunction<String> name) {
        var gauges = new ArrayList<Gauge>();
        double[] shares = chosen.shares();
        First before = first;
        for (int model = 0; model < shares.length; model++) {
            Map<String, String> labels = Map.of("model", name.apply(model));
            gauges.add(new Gauge("drift_share", "Share of the last choices, 0 to 1", labels, shares[model]));
            if (before != null) {
                gauges.add(new Gauge(
                        "drift_share_first", "Share of the first choices, 0 to 1", labels, before.shares()[model]));
            }
        }
        if (before != null) {
            gauges.add(Gauge.of(
                    "drift_shares_moved",
                    "Share of the last choices that fell on other models than the first, 0 to 1",
                    moved(shares, before.shares())));
        }
        likeness(gauges, "drift_known_words", "How much of the last queries are known words, 0 to 1", words);
        likeness(gauges, "drift_nearest_similarity", "How like the nearest training queries are, up to 1", nearest);
        likeness(gauges, "drift_surprise", "The last scores less what was predicted, -1 to 1", surprise);
        for (Kind kind : Kind.values()) {
            Map<String, String> labels = Map.of("kind", kind.name().toLowerCase(Locale.ROOT));
            gauges.add(new Gauge(
                    "drift_warning", "1 where the router may no longer suit", labels, told.contains(kind) ? 1 : 0));
        }
        return gauges;
    }

    private static void likeness(List<Gauge> gauges, String name, String help, SlidingMean mean) {
        if (!mean.isEmpty()) {
            gauges.add(Gauge.of(name, help, mean.mean()));
        }
    }
}
