package io.llmrouter.core.config;

import io.llmrouter.core.config.Value.Fields;
import io.llmrouter.core.config.Value.Items;
import io.llmrouter.core.config.Value.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how much somebody may do and spend. */
final class LimitReader {
    /** A budget in a line, such as {@code 5/day}. */
    static final String SHORT_BUDGET = "\\s*\\$?\\s*([0-9][0-9_]*(?:\\.[0-9]+)?)\\s*(?:/|per)\\s*(day|month)\\s*";

    private static final Pattern BUDGET = Pattern.compile(SHORT_BUDGET);
    private static final Pattern PER = Pattern.compile("user|key|all|tag:.{1,64}");
    private static final BigDecimal MOST = new BigDecimal(1_000_000);
    private static final BigDecimal LEAST = new BigDecimal("0.000000001");

    private LimitReader() {}

    static RateLimits rates(SectionReader reader) {
        return new RateLimits(
                either(reader, "requests_per_minute", "rpm"),
                either(reader, "tokens_per_minute", "tpm"),
                reader.integer("max_concurrent").orElse(null));
    }

    /** The rates of each key of a provider, by the provider's name in lower case. */
    static Map<String, RateLimits> ofProviderKeys(Fields providers) {
        Map<String, RateLimits> limits = new HashMap<>();
        providers.fields().forEach((provider, value) -> {
            if (value instanceof Fields fields) {
                limits.put(
                        provider.strip().toLowerCase(Locale.ROOT), rates(new SectionReader(ConfigKeys.RATES, fields)));
            }
        });
        return limits;
    }

    private static @Nullable Integer either(SectionReader reader, String name, String brief) {
        return reader.integer(name).or(() -> reader.integer(brief)).orElse(null);
    }

    /** The budget of one key. */
    static @Nullable Budget ofKey(Fields holder, Problems problems) {
        Value value = holder.get("budget");
        if (value instanceof Scalar scalar) {
            return brief(scalar.text())
                    .filter(budget -> inRange(budget.usd(), scalar.place(), problems))
                    .orElse(null);
        }
        if (!(value instanceof Fields fields)) {
            return null;
        }
        var reader = new SectionReader(ConfigKeys.KEY_BUDGET, fields);
        return budget("key", reader, "per", problems);
    }

    /** A budget in a line, if it is one. */
    static Optional<Budget> brief(String text) {
        var match = BUDGET.matcher(text);
        return match.matches()
                ? Scalars.number(match.group(1)).map(usd -> new Budget("key", usd, window(match.group(2))))
                : Optional.empty();
    }

    /** The budgets of the section {@code budgets}. */
    static List<Budget> budgets(@Nullable Value list, Problems problems) {
        List<Budget> budgets = new ArrayList<>();
        for (Value item : list instanceof Items items ? items.items() : List.<Value>of()) {
            if (item instanceof Fields fields) {
                var reader = new SectionReader(ConfigKeys.BUDGET, fields);
                String per = reader.text("per").map(String::strip).orElse("");
                if (!PER.matcher(per).matches()) {
                    problems.add(reader.place("per"), "user, key, all or tag:<name>", Value.quoted(per));
                }
                Budget budget = budget(per, reader, "window", problems);
                if (budget != null) {
                    budgets.add(budget);
                }
            }
        }
        return List.copyOf(budgets);
    }

    private static @Nullable Budget budget(String per, SectionReader reader, String window, Problems problems) {
        BigDecimal usd = reader.number("usd");
        if (usd == null) {
            if (reader.value("usd").isEmpty()) {
                problems.add(reader.place("usd"), "an amount of money in USD", "none");
            }
            return null;
        }
        return inRange(usd, reader.place("usd"), problems) ? new Budget(per, usd, window(reader.textOr(window))) : null;
    }

    private static boolean inRange(BigDecimal usd, Place place, Problems problems) {
        boolean valid = usd.compareTo(LEAST) >= 0 && usd.compareTo(MOST) <= 0;
        if (!valid) {
            problems.add(place, "an amount above 0 and up to " + MOST + " USD", usd.toPlainString());
        }
        return valid;
    }

    private static Budget.Window window(String text) {
        return text.strip().toLowerCase(Locale.ROOT).equals("month") ? Budget.Window.MONTH : Budget.Window.DAY;
    }
}
