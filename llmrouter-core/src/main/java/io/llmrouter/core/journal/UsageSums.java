package io.llmrouter.core.journal;

import io.llmrouter.core.journal.CallRecord.Tried;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Adds up records by day, model and key. Not safe for concurrent use. */
public final class UsageSums {
    private final TreeMap<List<String>, UsageRow> rows =
            new TreeMap<>((one, other) -> String.join("\n", one).compareTo(String.join("\n", other)));

    /** No sums yet. */
    public UsageSums() {}

    /** Takes a call in: each attempt under its model, the call under the model that answered or failed last. */
    public void add(CallRecord call) {
        LocalDate day = LocalDate.ofInstant(call.time(), ZoneOffset.UTC);
        String key = call.clientKey();
        for (Tried attempt : call.attempts()) {
            BigDecimal cost = attempt.cost();
            add(new UsageRow(
                    day,
                    attempt.model(),
                    key,
                    0,
                    0,
                    1,
                    attempt.usage().inputTokens(),
                    attempt.usage().outputTokens(),
                    attempt.usage().cacheReadTokens(),
                    cost == null ? BigDecimal.ZERO : cost,
                    cost == null ? 1 : 0,
                    BigDecimal.ZERO));
        }
        long failed = call.error() == null ? 0 : 1;
        BigDecimal saved = saved(call);
        add(new UsageRow(day, lastModel(call), key, 1, failed, 0, 0, 0, 0, BigDecimal.ZERO, 0, saved));
    }

    private static BigDecimal saved(CallRecord call) {
        return call.dearest() == null || call.cost() == null
                ? BigDecimal.ZERO
                : call.dearest().subtract(call.cost());
    }

    private static String lastModel(CallRecord call) {
        if (call.model() != null) {
            return call.model();
        }
        if (!call.attempts().isEmpty()) {
            return call.attempts().get(call.attempts().size() - 1).model();
        }
        return call.decision() == null ? "" : call.decision().model();
    }

    /** Takes a row in that was added up before. */
    public void add(UsageRow row) {
        rows.merge(List.of(row.day().toString(), row.model(), row.key()), row, UsageRow::plus);
    }

    /** The sums, by day, then model, then key. */
    public Collection<UsageRow> rows() {
        return List.copyOf(rows.values());
    }
}
