package io.llmrouter.cli.infer;

import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Console;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How far a batch is, on one line of the standard error, where that is a terminal. Safe for concurrent use. */
final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BAR = 20;
    private static final String CLEAR = "\r\u001b[K";

    private final Console console;
    private final long total;
    private final LongSupplier nanos;
    private final long start;
    private final long before;
    private long done;
    private int failed;
    private BigDecimal cost = BigDecimal.ZERO;
    private int withoutCost;
    private long drawn;

    /**
     * Creates a progress.
     *
     * @param total how many there are; -1 if nobody knows
     * @param before how many were done before this run
     */
    Progress(Console console, long total, long before, LongSupplier nanos) {
        this.console = console;
        this.total = total;
        this.before = before;
        this.done = before;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.drawn = start - REDRAW_NANOS;
    }

    synchronized void done(ObjectNode result) {
        done++;
        boolean success = result.path(Inference.SUCCESS).booleanValue();
        failed += success ? 0 : 1;
        JsonNode price = result.path("cost_usd");
        if (price.isNumber()) {
            cost = cost.add(price.decimalValue());
        } else if (success && price.isNull()) {
            withoutCost++;
        }
        if (console.terminals().error() && nanos.getAsLong() - drawn >= REDRAW_NANOS) {
            drawn = nanos.getAsLong();
            console.err().print(CLEAR + line());
            console.err().flush();
        }
    }

    /** One line: bar, count, rate, time left, failures, cost. */
    synchronized String line() {
        double seconds = Math.max(1, nanos.getAsLong() - start) / 1e9;
        double rate = (done - before) / seconds;
        var line = new StringBuilder();
        if (total > 0) {
            int full = (int) Math.min(BAR, BAR * done / total);
            line.append('[')
                    .append("#".repeat(full))
                    .append("-".repeat(BAR - full))
                    .append("] ");
        }
        line.append(done).append(total > 0 ? "/" + total : "");
        line.append(String.format(Locale.ROOT, "  %.1f/s", rate));
        if (total > 0 && rate > 0) {
            long left = Math.round(Math.max(0, total - done) / rate);
            line.append(String.format(Locale.ROOT, "  ETA %d:%02d", left / 60, left % 60));
        }
        line.append("  ").append(failed).append(" failed  ").append(Amounts.usd(cost));
        return line.append(withoutCost == 0 ? "" : " and unknown cost of " + withoutCost)
                .toString();
    }

    @Override
    public synchronized void close() {
        if (console.terminals().error()) {
            console.err().print(CLEAR);
            console.err().flush();
        }
    }
}
