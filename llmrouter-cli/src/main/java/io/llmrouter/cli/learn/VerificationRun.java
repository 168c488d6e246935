package io.llmrouter.cli.learn;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.learned.TrainingProgress;
import io.llmrouter.learned.cascade.Verification;
import io.llmrouter.learned.data.RoutingTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Has models answer the queries of a table and verify their answers, for as much money as is allowed. One query after the
 * other: what is spent never goes over the limit by more than one of them. Not safe for concurrent use.
 */
public final class VerificationRun {
    private final Router router;
    private final int samples;
    private final BigDecimal mostCost;
    private final TrainingProgress progress;
    private BigDecimal spent = BigDecimal.ZERO;
    private int failed;
    private int made;

    /**
     * Creates a run.
     *
     * @param mostCost what it may cost at most, in USD
     */
    public VerificationRun(Router router, int samples, BigDecimal mostCost, TrainingProgress progress) {
        this.router = router;
        this.samples = samples;
        this.mostCost = mostCost;
        this.progress = progress;
    }

    /** The table with the verifications of those models; rows for which the money did not suffice are without. */
    public RoutingTable verified(RoutingTable table, List<String> models) {
        float[][] shares = new float[models.size()][table.size()];
        for (float[] column : shares) {
            Arrays.fill(column, Float.NaN);
        }
        for (int row = 0; row < table.size() && spent.compareTo(mostCost) < 0; row++) {
            for (int i = 0; i < models.size(); i++) {
                shares[i][row] = (float) share(table.query(row), models.get(i)).orElse(Double.NaN);
            }
            made = row + 1;
            progress.on("verified, $" + spent.stripTrailingZeros().toPlainString() + " spent", made, table.size());
        }
        RoutingTable verified = table;
        for (int i = 0; i < models.size(); i++) {
            int column = table.models().indexOf(models.get(i));
            if (column >= 0) {
                verified = verified.withVerification(column, shares[i]);
            }
        }
        return verified;
    }

    /** What was done, in a sentence. */
    public String summary() {
        return made + " queries were answered and verified for $"
                + spent.stripTrailingZeros().toPlainString()
                + (failed == 0 ? "" : "; " + failed + " calls failed");
    }

    private OptionalDouble share(String query, String model) {
        ChatRequest request = ChatRequest.of(query);
        Optional<ChatResponse> draft = ask(request, model);
        if (draft.isEmpty()) {
            return OptionalDouble.empty();
        }
        int right = 0;
        int told = 0;
        ChatRequest question = Verification.question(request, draft.get().text(), samples);
        for (int sample = 0; sample < samples; sample++) {
            Optional<Boolean> verdict = ask(question, model).flatMap(answer -> Verification.verdict(answer.text()));
            told += verdict.isPresent() ? 1 : 0;
            right += verdict.orElse(false) ? 1 : 0;
        }
        return told == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / told);
    }

    private Optional<ChatResponse> ask(ChatRequest request, String model) {
        try {
            ChatResponse answer = router.chat(
                    request.toBuilder().model(model).fallbacks(List.of()).build());
            spend(answer.routing().costIfKnown(), model);
            return Optional.of(answer);
        } catch (LlmRouterException failure) {
            failed++;
            if (failed > 10 && failed > made) {
                throw failure; // nothing will come of it
            }
            failure.attempts().forEach(attempt -> spend(Optional.ofNullable(attempt.cost()), model));
            return Optional.empty();
        }
    }

    private void spend(Optional<BigDecimal> cost, String model) {
        spent = spent.add(cost.orElseThrow(() -> new InvalidRequestException(
                ErrorFacts.because("The cost of a call to '" + model + "' is not known, and --max-cost limits it")
                        .model(model)
                        .help("Set input_price and output_price of the model; 0 if it is free.")
                        .build())));
    }
}
