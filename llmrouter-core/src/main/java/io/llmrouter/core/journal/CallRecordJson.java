package io.llmrouter.core.journal;

import io.llmrouter.api.Capability;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.RoutingDecision.Considered;
import io.llmrouter.api.Usage;
import io.llmrouter.core.journal.CallRecord.Asked;
import io.llmrouter.core.journal.CallRecord.Tried;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** A record as a line of the journal, both ways. What is not known is absent; what is not understood is skipped. */
final class CallRecordJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    /** Later ones have no day. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private CallRecordJson() {}

    /** The line, with its end. */
    static String write(CallRecord call) {
        var line = new StringWriter(); // takes half a surrogate pair, which a stream of bytes would refuse
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("time", call.time().toString());
            json.writeStringProperty("id", call.id());
            json.writeBooleanProperty("streamed", call.streamed());
            text(json, "user", call.user());
            if (!call.tags().isEmpty()) {
                json.writeObjectPropertyStart("tags");
                call.tags().forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            write(call.asked(), json);
            if (call.decision() != null) {
                write(call.decision(), json);
            }
            json.writeArrayPropertyStart("attempts");
            call.attempts().forEach(attempt -> write(attempt, json));
            json.writeEndArray();
            text(json, "model", call.model());
            number(json, "cost_usd", call.cost());
            number(json, "dearest_usd", call.dearest());
            json.writeNumberProperty("elapsed_ms", call.elapsedMillis());
            text(json, "error", call.error());
            json.writeEndObject();
        }
        return line.append('\n').toString();
    }

    private static void write(Asked asked, JsonGenerator json) {
        json.writeObjectPropertyStart("asked");
        text(json, "model", asked.model());
        json.writeNumberProperty("prompt_tokens", asked.promptTokens());
        whole(json, "max_tokens", asked.maxTokens());
        if (!asked.needs().isEmpty()) {
            json.writeArrayPropertyStart("needs");
            asked.needs().forEach(need -> json.writeString(lower(need)));
            json.writeEndArray();
        }
        text(json, "prompt", asked.prompt());
        json.writeEndObject();
    }

    private static void write(RoutingDecision decision, JsonGenerator json) {
        json.writeObjectPropertyStart("decision");
        json.writeStringProperty("model", decision.model());
        json.writeStringProperty("strategy", decision.strategy());
        json.writeStringProperty("reason", decision.reason());
        json.writeArrayPropertyStart("fallbacks");
        decision.fallbacks().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("candidates");
        for (Considered considered : decision.candidates()) {
            json.writeStartObject();
            json.writeStringProperty("model", considered.model());
            Double score = considered.score();
            if (score != null && Double.isFinite(score)) {
                json.writeNumberProperty("score", score);
            }
            text(json, "excluded", considered.excluded());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Tried attempt, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("model", attempt.model());
        json.writeStringProperty("provider", attempt.provider());
        json.writeNumberProperty("waited_ms", attempt.waitedMillis());
        json.writeNumberProperty("duration_ms", attempt.millis());
        whole(json, "first_token_ms", attempt.firstTokenMillis());
        if (attempt.usage().isKnown()) {
            write(attempt.usage(), json);
        }
        number(json, "cost_usd", attempt.cost());
        json.writeBooleanProperty("committed", attempt.committed());
        text(json, "error", attempt.error());
        whole(json, "status", attempt.status());
        if (attempt.forDecision()) {
            json.writeBooleanProperty("for_decision", true);
        }
        json.writeEndObject();
    }

    private static void write(Usage usage, JsonGenerator json) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("input", usage.inputTokens());
        json.writeNumberProperty("output", usage.outputTokens());
        json.writeNumberProperty("cache_read", usage.cacheReadTokens());
        json.writeNumberProperty("cache_write", usage.cacheWriteTokens());
        json.writeNumberProperty("reasoning", usage.reasoningTokens());
        json.writeStringProperty("source", lower(usage.source()));
        Usage.Billing apart = usage.billing();
        unlessZero(json, "cache_write_1h", apart.cacheWriteHourTokens());
        unlessZero(json, "input_audio", apart.inputAudioTokens());
        unlessZero(json, "output_audio", apart.outputAudioTokens());
        text(json, "service_tier", apart.serviceTier());
        json.writeEndObject();
    }

    private static void unlessZero(JsonGenerator json, String name, long count) {
        if (count != 0) {
            json.writeNumberProperty(name, count);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable BigDecimal value) {
        if (value != null) {
            json.writeNumberProperty(name, value.stripTrailingZeros());
        }
    }

    private static void whole(JsonGenerator json, String name, @Nullable Number value) {
        if (value != null) {
            json.writeNumberProperty(name, value.longValue());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a line; empty if it is no record. */
    static Optional<CallRecord> read(String line) {
        try {
            return JsonTree.read(line)
                    .map(CallRecordJson::call)
                    .filter(call ->
                            !call.time().isBefore(Instant.EPOCH) && call.time().isBefore(END_OF_TIME));
        } catch (ClassCastException | ArithmeticException | DateTimeParseException | NullPointerException bad) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("NullAway") // a missing field is refused by the record, which read() takes for a bad line
    private static CallRecord call(JsonTree json) {
        var tags = new HashMap<String, String>();
        json.object("tags").ifPresent(all -> all.fields().forEach((name, value) -> tags.put(name, (String) value)));
        return new CallRecord(
                Instant.parse(json.text("time")),
                json.text("id"),
                json.flag("streamed"),
                json.text("user"),
                tags,
                asked(json.object("asked").orElse(new JsonTree(Map.of()))),
                json.object("decision").map(CallRecordJson::decision).orElse(null),
                json.objects("attempts").stream().map(CallRecordJson::tried).toList(),
                json.text("model"),
                json.decimal("cost_usd"),
                json.decimal("dearest_usd"),
                json.wholeOr("elapsed_ms", 0),
                json.text("error"));
    }

    private static Asked asked(JsonTree json) {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
            if (json.texts("needs").contains(lower(capability))) {
                needs.add(capability);
            }
        }
        return new Asked(
                json.text("model"),
                json.wholeOr("prompt_tokens", 0),
                json.small("max_tokens"),
                needs,
                json.text("prompt"));
    }

    @SuppressWarnings("NullAway") // as above
    private static RoutingDecision decision(JsonTree json) {
        List<Considered> candidates = json.objects("candidates").stream()
                .map(one -> new Considered(one.text("model"), score(one.decimal("score")), one.text("excluded")))
                .toList();
        return new RoutingDecision(
                json.text("model"), json.text("strategy"), json.text("reason"), json.texts("fallbacks"), candidates);
    }

    private static @Nullable Double score(@Nullable BigDecimal score) {
        return score == null ? null : score.doubleValue();
    }

    @SuppressWarnings("NullAway") // as above
    private static Tried tried(JsonTree json) {
        return new Tried(
                json.text("model"),
                json.text("provider"),
                json.wholeOr("waited_ms", 0),
                json.wholeOr("duration_ms", 0),
                json.whole("first_token_ms"),
                json.object("usage").map(CallRecordJson::usage).orElse(Usage.UNKNOWN),
                json.decimal("cost_usd"),
                json.flag("committed"),
                json.text("error"),
                json.small("status"),
                json.flag("for_decision"));
    }

    private static Usage usage(JsonTree json) {
        boolean reported = json.textOr("source", "").equals(lower(Usage.Source.REPORTED));
        return new Usage(
                json.wholeOr("input", 0),
                json.wholeOr("output", 0),
                json.wholeOr("cache_read", 0),
                json.wholeOr("cache_write", 0),
                json.wholeOr("reasoning", 0),
                reported ? Usage.Source.REPORTED : Usage.Source.ESTIMATED,
                null,
                new Usage.Billing(
                        json.wholeOr("cache_write_1h", 0),
                        json.wholeOr("input_audio", 0),
                        json.wholeOr("output_audio", 0),
                        json.text("service_tier"),
                        null));
    }
}
