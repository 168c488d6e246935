package io.llmrouter.core.journal;

import io.llmrouter.api.Capability;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Usage;
import io.llmrouter.core.journal.CallRecord.Asked;
import io.llmrouter.core.journal.CallRecord.Tried;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records to write. */
final class Calls {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Calls() {}

    /** Answered by {@code large} after {@code small} had failed. */
    static CallRecord answered(String id, Instant time) {
        var decision = new RoutingDecision(
                "small",
                "cost",
                "the cheapest",
                List.of("large"),
                List.of(new Considered("small", 0.25, null), new Considered("blind", null, "has no vision")));
        return new CallRecord(
                time,
                id,
                true,
                "ada \uD83E\uDD8A",
                Map.of("team", "a\"b", CallRecord.CLIENT_KEY, "web"),
                new Asked(null, 12, 100, Set.of(Capability.VISION), "what is\nthis?"),
                decision,
                List.of(
                        new Tried(
                                "small",
                                "openai",
                                0,
                                30,
                                null,
                                Usage.reported(0, 0),
                                BigDecimal.ZERO,
                                false,
                                "rate_limit",
                                429,
                                false),
                        new Tried(
                                "large",
                                "anthropic",
                                500,
                                900,
                                120L,
                                new Usage(1_000, 200, 300, 0, 50, Usage.Source.REPORTED, null),
                                new BigDecimal("0.0042"),
                                true,
                                null,
                                null,
                                false)),
                "large",
                new BigDecimal("0.0042"),
                new BigDecimal("0.0100"),
                1_430,
                null);
    }

    /** Refused before any model was chosen. */
    static CallRecord refused(String id, Instant time) {
        return new CallRecord(
                time,
                id,
                false,
                null,
                Map.of(),
                new Asked("gpt-9", 3, null, Set.of(), null),
                null,
                List.of(),
                null,
                BigDecimal.ZERO,
                null,
                1,
                "model_not_found");
    }
}
