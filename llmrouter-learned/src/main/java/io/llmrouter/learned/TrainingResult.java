package io.llmrouter.learned;

import io.llmrouter.learned.data.Leakage;
import io.llmrouter.learned.evaluate.Evaluation;
import java.util.List;

/**
 * What training came to.
 *
 * @param router the router
 * @param heldOut how it does on rows that it has not seen
 * @param leakage the rows that were left out because their text is also a test query
 * @param notes what was assumed or left out, a line each
 */
public record TrainingResult(TrainedRouter router, Evaluation heldOut, Leakage leakage, List<String> notes) {
    public TrainingResult {
        notes = List.copyOf(notes);
    }

    /** Whether the router is better than the best single model, and no worse than the zero router. */
    public boolean isGood() {
        return heldOut.isGood();
    }
}
