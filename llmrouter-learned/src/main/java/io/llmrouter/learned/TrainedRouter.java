package io.llmrouter.learned;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.evaluate.Evaluable;
import io.llmrouter.learned.features.SparseVector;
import io.llmrouter.learned.file.ModelContainer;
import io.llmrouter.learned.file.ModelInput;
import io.llmrouter.learned.file.ModelOutput;
import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.policy.Predictions;
import io.llmrouter.learned.policy.Tradeoff;
import io.llmrouter.learned.predict.AmountPredictor;
import io.llmrouter.learned.predict.Calibration;
import io.llmrouter.learned.predict.FeatureSpace;
import io.llmrouter.learned.predict.Learner;
import io.llmrouter.learned.predict.Learners;
import io.llmrouter.learned.predict.QualityPredictor;
import io.llmrouter.learned.predict.QueryFeatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A router that was trained: it predicts the quality and the cost of each model for a query, and a policy chooses.
 *
 * <p>Immutable and safe for concurrent use. Models are numbered by their position in {@link #models()}.
 */
public final class TrainedRouter implements Evaluable {
    private static final int MOST_MODELS = 10_000;

    private final Description description;
    private final FeatureSpace space;
    private final QualityPredictor quality;
    private final Calibration calibration;
    private final @Nullable AmountPredictor cost;
    private final @Nullable AmountPredictor tokens;
    private final Policy policy;
    private final Tradeoff tradeoff;

    TrainedRouter(
            Description description,
            FeatureSpace space,
            QualityPredictor quality,
            Calibration calibration,
            @Nullable AmountPredictor cost,
            @Nullable AmountPredictor tokens,
            Policy policy,
            Tradeoff tradeoff) {
        this.description = description;
        this.space = space;
        this.quality = quality;
        this.calibration = calibration;
        this.cost = cost;
        this.tokens = tokens;
        this.policy = policy;
        this.tradeoff = tradeoff;
    }

    /**
     * What a router is and how it came about.
     *
     * @param learner the learner's name, such as {@code knnrouter}
     * @param settings the settings that validation chose, for people
     * @param models the models in the training data
     * @param rows the rows that were learned from
     * @param seed the seed
     * @param verdict how it did on held-out rows, in a sentence
     * @param labels what to show of the training rows, or of the clusters, that predictions rest on; else empty
     */
    record Description(
            String learner,
            String settings,
            List<String> models,
            int rows,
            long seed,
            String verdict,
            List<String> labels) {}

    /** The name of the learner, such as {@code knnrouter}. */
    @Override
    public String learner() {
        return description.learner();
    }

    /** The settings that validation chose, such as {@code k=80}. */
    public String settings() {
        return description.settings();
    }

    /** The names of the models in the training data. */
    @Override
    public List<String> models() {
        return description.models();
    }

    /** How many rows were learned from. */
    public int trainedRows() {
        return description.rows();
    }

    /** How it did on held-out rows, in a sentence. */
    public String verdict() {
        return description.verdict();
    }

    @Override
    public Policy policy() {
        return policy;
    }

    /** What each weight of costs came to on held-out rows: from knobs to lambda. */
    public Tradeoff tradeoff() {
        return tradeoff;
    }

    /** The same router with another policy. */
    public TrainedRouter withPolicy(Policy other) {
        return new TrainedRouter(description, space, quality, calibration, cost, tokens, other, tradeoff);
    }

    TrainedRouter withVerdict(String verdict) {
        var told = new Description(
                description.learner(),
                description.settings(),
                description.models(),
                description.rows(),
                description.seed(),
                verdict,
                description.labels());
        return new TrainedRouter(told, space, quality, calibration, cost, tokens, policy, tradeoff);
    }

    /** Whether it can predict how long an answer will be. */
    public boolean predictsTokens() {
        return tokens != null;
    }

    /**
     * Predicts for a query.
     *
     * @param quality receives the calibrated quality of each model, from 0 to 1
     * @param cost receives the cost of each in USD; {@link Double#NaN} if nothing is known of costs
     */
    public void predict(String query, double[] quality, double[] cost) {
        predict(space.encode(query), quality, cost);
    }

    private void predict(QueryFeatures features, double[] intoQuality, double[] intoCost) {
        quality.predict(features, intoQuality);
        calibration.apply(intoQuality);
        if (cost == null) {
            Arrays.fill(intoCost, Double.NaN);
        } else {
            cost.predict(features, intoCost);
        }
    }

    /**
     * Predicts quality and the tokens of the answer.
     *
     * @param outputTokens receives the tokens; {@link Double#NaN} if nothing is known of them
     */
    public void predictTokens(String query, double[] quality, double[] outputTokens) {
        QueryFeatures features = space.encode(query);
        this.quality.predict(features, quality);
        calibration.apply(quality);
        if (tokens == null) {
            Arrays.fill(outputTokens, Double.NaN);
        } else {
            tokens.predict(features, outputTokens);
        }
    }

    /**
     * How much of a query is words and pairs of words that were in the training data, from 0 to 1, weighted as predictions
     * weight them.
     */
    public double familiarity(String query) {
        SparseVector known = space.terms().encode(query);
        double squares = 0;
        for (int i = 0; i < known.size(); i++) {
            squares += known.values()[i] * known.values()[i];
        }
        return Math.min(1, squares);
    }

    /** How near the nearest training queries are, up to 1; empty if the learner does not look at them. */
    public OptionalDouble similarity(String query) {
        QueryFeatures features = space.encode(query);
        List<QualityPredictor.Neighbour> rows = quality.neighbours(features, 1);
        if (!rows.isEmpty()) {
            return OptionalDouble.of(rows.get(0).similarity());
        }
        return quality.cluster(features).isPresent()
                ? OptionalDouble.of(quality.typicality(features))
                : OptionalDouble.empty();
    }

    /** Chooses among all models. */
    @Override
    public String choose(String query) {
        return models().get(choose(query, model -> true).orElseThrow());
    }

    /** Chooses among those models that are allowed; empty if none is. */
    public OptionalInt choose(String query, IntPredicate allowed) {
        double[] predictedQuality = new double[models().size()];
        double[] predictedCost = policy.meanCosts();
        QueryFeatures features = space.encode(query);
        quality.predict(features, predictedQuality);
        calibration.apply(predictedQuality);
        // Without a weight the costs break ties only: their means do as well, and predicting them takes as long again.
        if (cost != null && policy.lambda() > 0) {
            cost.predict(features, predictedCost);
        }
        int choice = policy.choose(predictedQuality, predictedCost, allowed);
        return choice < 0 ? OptionalInt.empty() : OptionalInt.of(choice);
    }

    /**
     * Explains the choice among all models, with the predicted costs.
     *
     * @param most how many words or rows to show at most
     */
    public Explanation explain(String query, int most) {
        double[] predictedQuality = new double[models().size()];
        double[] predictedCost = new double[models().size()];
        predict(query, predictedQuality, predictedCost);
        return explain(query, predictedQuality, predictedCost, model -> true, most);
    }

    /**
     * Explains the choice among those models that are allowed, by forecasts that were made before.
     *
     * @param expected the quality of each model
     * @param costs the cost of each in USD
     * @param allowed which models may be chosen, at least one
     * @param most how many words or rows to show at most
     */
    public Explanation explain(String query, double[] expected, double[] costs, IntPredicate allowed, int most) {
        var forecasts = new ArrayList<ModelForecast>();
        for (int model = 0; model < expected.length; model++) {
            if (allowed.test(model)) {
                double utility = policy.utility(expected[model], costs[model]);
                forecasts.add(new ModelForecast(models().get(model), expected[model], costs[model], utility));
            }
        }
        forecasts.sort(Comparator.comparingDouble(ModelForecast::utility).reversed());
        int chosen = policy.choose(expected, costs, allowed);
        int incumbent = policy.incumbent(allowed);
        double gain = forecasts.get(0).utility() - policy.utility(expected[incumbent], costs[incumbent]);
        int rival = chosen != incumbent ? incumbent : bestOther(forecasts, chosen);
        var evidence = new EvidenceFinder(this, quality, description.labels());
        return new Explanation(
                models().get(chosen),
                models().get(incumbent),
                gain,
                forecasts,
                evidence.of(space.encode(query), chosen, rival, most));
    }

    /** The best of the forecasts of other models; the same one if there is no other. */
    private int bestOther(List<ModelForecast> forecasts, int model) {
        return forecasts.stream()
                .map(forecast -> models().indexOf(forecast.model()))
                .filter(other -> other != model)
                .findFirst()
                .orElse(model);
    }

    /** The predictions for all rows of a table, beside what came true; models that the table lacks count as not tried. */
    @Override
    public Predictions predictions(RoutingTable table) {
        int rows = table.size();
        int width = models().size();
        var data = new Predictions(
                new double[rows][width], new double[rows][width], new double[rows][width], new double[rows][width]);
        for (int row = 0; row < rows; row++) {
            predict(table.query(row), data.quality()[row], data.cost()[row]);
            for (int model = 0; model < width; model++) {
                int column = table.models().indexOf(models().get(model));
                data.score()[row][model] = column < 0 ? Double.NaN : table.score(row, column);
                data.paid()[row][model] = column < 0 ? Double.NaN : table.cost(row, column);
            }
        }
        return data;
    }

    /** Tells routers apart by all that predicts: the same with another policy, another after any training. */
    public String fingerprint() {
        long sum = ModelContainer.checksum(out -> {
            out.texts(models());
            space.save(out);
            quality.save(out);
            calibration.save(out);
        });
        return description.learner() + "-" + Long.toHexString(sum);
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
        out.text(description.learner());
        out.text(description.settings());
        out.texts(description.models());
        out.integer(description.rows());
        out.text(Long.toString(description.seed()));
        out.text(description.verdict());
        out.texts(description.labels());
        space.save(out);
        quality.save(out);
        calibration.save(out);
        save(cost, out);
        save(tokens, out);
        policy.save(out);
        tradeoff.save(out);
    }

    private static void save(@Nullable AmountPredictor amounts, ModelOutput out) {
        out.flag(amounts != null);
        if (amounts != null) {
            amounts.save(out);
        }
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @throws io.llmrouter.learned.file.ModelFileException if the file is missing, of another kind, damaged or of a later
     *     version
     */
    public static TrainedRouter load(Path file) {
        return ModelContainer.read(file, TrainedRouter::read);
    }

    private static TrainedRouter read(ModelInput in) {
        String name = in.text();
        Optional<Learner> learner = Learners.named(name);
        in.expect(learner.isPresent(), "one of the learners " + Learners.names(), "\"" + name + "\"");
        String settings = in.text();
        List<String> models = in.texts();
        in.expect(!models.isEmpty() && models.size() <= MOST_MODELS, "1 to 10,000 models", models.size() + "");
        int rows = in.integer();
        String seed = in.text();
        in.expect(seed.matches("-?[0-9]{1,18}"), "a seed", "other text");
        var description = new Description(name, settings, models, rows, Long.parseLong(seed), in.text(), in.texts());
        FeatureSpace space = FeatureSpace.read(in);
        QualityPredictor quality = learner.orElseThrow().read(in, space);
        in.expect(quality.models() == models.size(), models.size() + " models", quality.models() + "");
        Calibration calibration = Calibration.read(in, models.size());
        AmountPredictor cost = in.flag() ? AmountPredictor.read(in, space, models.size()) : null;
        AmountPredictor tokens = in.flag() ? AmountPredictor.read(in, space, models.size()) : null;
        Policy policy = Policy.read(in, models);
        return new TrainedRouter(description, space, quality, calibration, cost, tokens, policy, Tradeoff.read(in));
    }
}
