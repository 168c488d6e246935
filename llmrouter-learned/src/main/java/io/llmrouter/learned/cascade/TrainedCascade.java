package io.llmrouter.learned.cascade;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.file.ModelContainer;
import io.llmrouter.learned.file.ModelFileException;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A cascade that was trained: which models in which order, and for each when the next one is asked. Immutable and safe
 * for concurrent use.
 */
public final class TrainedCascade {
    /** The name on the command line and in files. */
    public static final String NAME = "automix";

    private static final int MOST_STEPS = 100;

    private final List<CascadeStep> steps;
    private final String last;
    private final int samples;
    private final double verifierCost;
    private final int rows;
    private final String verdict;

    /**
     * Creates a cascade.
     *
     * @param steps the models whose answers are verified, in order
     * @param last the model whose answers stand
     * @param samples how often an answer is verified
     * @param verifierCost what verifying an answer costs, as a multiple of what the answer cost
     * @param rows how many rows it was trained on
     * @param verdict how it did on held-out rows, in a sentence
     */
    TrainedCascade(List<CascadeStep> steps, String last, int samples, double verifierCost, int rows, String verdict) {
        this.steps = List.copyOf(steps);
        this.last = last;
        this.samples = samples;
        this.verifierCost = verifierCost;
        this.rows = rows;
        this.verdict = verdict;
    }

    /** The models whose answers are verified, in the order in which they are asked. */
    public List<CascadeStep> steps() {
        return steps;
    }

    /** All models, in the order in which they are asked. */
    public List<String> models() {
        var models = new ArrayList<String>();
        steps.forEach(step -> models.add(step.model()));
        models.add(last);
        return models;
    }

    /** How often each answer is verified. */
    public int samples() {
        return samples;
    }

    /** How many rows it was trained on. */
    public int trainedRows() {
        return rows;
    }

    /** How it did on held-out rows, in a sentence. */
    public String verdict() {
        return verdict;
    }

    TrainedCascade withVerdict(String told) {
        return new TrainedCascade(steps, last, samples, verifierCost, rows, told);
    }

    /**
     * Judges it on rows whose verifications are known.
     *
     * @throws io.llmrouter.learned.data.RoutingDataException if no row has what it needs
     */
    public CascadeEvaluation evaluate(RoutingTable table) {
        return Replay.of(this, table, verifierCost);
    }

    /**
     * Saves it as one file.
     *
     * @throws io.llmrouter.learned.file.ModelFileException if the file cannot be written
     */
    public void save(Path file) {
        ModelContainer.write(file, this::write);
    }

    private void write(ModelOutput out) {
        out.text(NAME);
        out.integer(steps.size());
        for (CascadeStep step : steps) {
            out.text(step.model());
            step.rule().save(out);
        }
        out.text(last);
        out.integer(samples);
        out.real(verifierCost);
        out.integer(rows);
        out.text(verdict);
    }

    /** Whether a saved file holds a cascade, and not a router of another kind; {@code false} if it cannot be read. */
    public static boolean isOne(Path file) {
        try {
            return ModelContainer.read(file, in -> {
                boolean cascade = in.text().equals(NAME);
                in.skip();
                return cascade;
            });
        } catch (ModelFileException unreadable) {
            return false; // whoever loads it says why
        }
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @throws io.llmrouter.learned.file.ModelFileException if the file is missing, of another kind, damaged or of a later
     *     version
     */
    public static TrainedCascade load(Path file) {
        return ModelContainer.read(file, TrainedCascade::read);
    }

    private static TrainedCascade read(ModelInput in) {
        String name = in.text();
        in.expect(name.equals(NAME), "a cascade of " + NAME, "\"" + name + "\"");
        int count = in.integer();
        in.expect(count > 0 && count <= MOST_STEPS, "1 to " + MOST_STEPS + " steps", count + "");
        var steps = new ArrayList<CascadeStep>();
        for (int i = 0; i < count; i++) {
            steps.add(new CascadeStep(in.text(), EscalationRule.read(in)));
        }
        String last = in.text();
        int samples = in.integer();
        in.expect(samples > 0 && samples <= Verification.MOST_SAMPLES, "1 to 16 samples", samples + "");
        double verifierCost = in.real();
        in.expect(verifierCost >= 0, "a cost of at least 0", verifierCost + "");
        return new TrainedCascade(steps, last, samples, verifierCost, in.integer(), in.text());
    }
}
