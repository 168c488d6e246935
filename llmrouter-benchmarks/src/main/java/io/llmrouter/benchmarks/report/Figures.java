package io.llmrouter.benchmarks.report;

import java.util.Locale;
import java.util.Optional;

/** How figures are written. */
final class Figures {
    private Figures() {}

    /** The median, with the least and the greatest; a dash where nothing was measured. */
    static String spread(Optional<Spread> spread) {
        return spread.map(found ->
                        number(found.median()) + " (" + number(found.min()) + " to " + number(found.max()) + ")")
                .orElse("-");
    }

    /** Three digits that count, with commas between thousands. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A value of an axis: 1, 10, 1,000. */
    static String axis(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value);
    }
}
