package io.llmrouter.core.journal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What one model was used for on one day by one client key. Money is in USD.
 *
 * @param day in UTC
 * @param model the configured name; empty for calls that ended before a model was chosen
 * @param key the holder of the client's key; empty if there was none
 * @param calls calls that ended with this model: it answered, or was the last to fail
 * @param failed those of them that got no answer
 * @param attempts attempts of this model, those of calls that others answered included
 * @param input tokens of all attempts
 * @param output tokens of all attempts
 * @param cacheRead of the input, what came from the provider's cache
 * @param cost what the attempts cost, as far as it is known
 * @param unpriced attempts whose cost is unknown
 * @param saved what the calls would have cost more at the dearest model, as far as it is known; may be negative
 */
public record UsageRow(
        LocalDate day,
        String model,
        String key,
        long calls,
        long failed,
        long attempts,
        long input,
        long output,
        long cacheRead,
        BigDecimal cost,
        long unpriced,
        BigDecimal saved) {
    public UsageRow {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(saved, "saved");
    }

    /** Nothing yet. */
    public static UsageRow empty(LocalDate day, String model, String key) {
        return new UsageRow(day, model, key, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO);
    }

    /** Both together, under this row's day, model and key. */
    public UsageRow plus(UsageRow other) {
        return new UsageRow(
                day,
                model,
                key,
                calls + other.calls,
                failed + other.failed,
                attempts + other.attempts,
                input + other.input,
                output + other.output,
                cacheRead + other.cacheRead,
                cost.add(other.cost),
                unpriced + other.unpriced,
                saved.add(other.saved));
    }
}
