package io.llmrouter.server;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What has been counted of one model, or of all, since the start. Not safe for concurrent use. */
final class ModelFigures {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final LatencySketch latency = new LatencySketch();
    private final LatencySketch firstToken = new LatencySketch();
    private long requests;
    private long attempts;
    private long failedAttempts;
    private long unpriced;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal saved = BigDecimal.ZERO;
    private boolean costKnown;
    private boolean savedKnown;
    private int failuresInARow;
    private @Nullable Instant lastAnswer;
    private @Nullable Instant lastErrorAt;
    private String lastErrorKind = "";
    private String lastErrorHelp = "";
    private OptionalInt lastErrorStatus = OptionalInt.empty();

    /** A request was answered with this model's words. */
    void answered() {
        requests++;
    }

    /** Counts an attempt; {@code savedUsd} is {@code null} where it is not known. */
    void attempted(Attempt attempt, @Nullable BigDecimal savedUsd, Instant now) {
        attempts++;
        LlmRouterException error = attempt.error();
        if (error == null) {
            latency.add(attempt.duration());
            lastAnswer = now;
            failuresInARow = 0;
        } else if (!(error instanceof CancelledException)) {
            failedAttempts++;
            failuresInARow += isOfTheRequest(error) ? 0 : 1;
            lastErrorAt = now;
            lastErrorKind = kind(error);
            lastErrorHelp = error.help();
            lastErrorStatus = error.httpStatus();
        }
        Duration first = attempt.firstToken();
        if (first != null) {
            firstToken.add(first);
        }
        spent(attempt, savedUsd);
    }

    private void spent(Attempt attempt, @Nullable BigDecimal savedUsd) {
        Usage usage = attempt.usage();
        inputTokens += usage.inputTokens();
        outputTokens += usage.outputTokens();
        if (attempt.cost() != null) {
            cost = cost.add(attempt.cost());
            costKnown = true;
        } else if (attempt.succeeded() || usage.isKnown()) {
            unpriced++;
        }
        if (savedUsd != null) {
            saved = saved.add(savedUsd);
            savedKnown = true;
        }
    }

    /** Such errors tell nothing of the model's health. */
    private static boolean isOfTheRequest(LlmRouterException error) {
        return error instanceof InvalidRequestException
                || error instanceof ContextLengthException
                || error instanceof ContentPolicyException;
    }

    void write(ObjectNode out) {
        out.put("requests", requests).put("attempts", attempts).put("failed_attempts", failedAttempts);
        out.put("input_tokens", inputTokens).put("output_tokens", outputTokens);
        out.put("cost_usd", costKnown ? cost.stripTrailingZeros() : null);
        out.put("saved_usd", savedKnown ? saved.stripTrailingZeros() : null);
        out.put("unpriced_attempts", unpriced);
        quantiles(out.putObject("latency_ms"), latency);
        quantiles(out.putObject("first_token_ms"), firstToken);
    }

    private static void quantiles(ObjectNode out, LatencySketch sketch) {
        out.put("p50", sketch.quantile(0.5)).put("p95", sketch.quantile(0.95));
    }

    /** Writes whether the model answers: the kind of its last error and what to do, not the provider's words. */
    void writeHealth(ObjectNode out) {
        out.put("state", failuresInARow > 0 ? "failing" : lastAnswer == null ? "unused" : "ok");
        out.put("failures_in_a_row", failuresInARow);
        out.put("last_answer_at", lastAnswer == null ? null : lastAnswer.toString());
        if (lastErrorAt == null) {
            out.putNull("last_error");
            return;
        }
        ObjectNode error = out.putObject("last_error");
        error.put("kind", lastErrorKind).put("at", lastErrorAt.toString());
        lastErrorStatus.ifPresent(status -> error.put("status", status));
        error.put("help", lastErrorHelp);
    }

    private static String kind(LlmRouterException error) {
        String name = error.getClass().getSimpleName().replaceAll("Exception$", "");
        return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
