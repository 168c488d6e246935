package io.llmrouter.learned.config;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.ConfigurationException.Problem;
import io.llmrouter.api.spi.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which trained model a configured one is: as the settings say, else of the same name, else of the same model id.
 * Immutable.
 *
 * @param trained the positions of trained models by the names of configured ones
 * @param withoutModel trained models that no configured one stands for
 * @param untrained configured models that the router knows nothing of
 * @param problems what makes the mapping unusable
 */
public record ModelMapping(
        Map<String, Integer> trained, List<String> withoutModel, List<String> untrained, List<Problem> problems) {
    private static final int MOST_SHOWN = 8;

    public ModelMapping {
        trained = Map.copyOf(trained);
        withoutModel = List.copyOf(withoutModel);
        untrained = List.copyOf(untrained);
        problems = List.copyOf(problems);
    }

    /**
     * Matches the names.
     *
     * @param explicit configured names by trained ones
     */
    public static ModelMapping of(List<String> trainedModels, List<ModelInfo> configured, Settings explicit) {
        Map<String, Integer> mapped = new HashMap<>();
        var problems = new ArrayList<Problem>();
        Set<String> settled = new HashSet<>();
        for (String trained : explicit.keys()) {
            String name = explicit.text(trained).orElse("");
            if (!trainedModels.contains(trained)) {
                problems.addAll(explicit.problem(trained, "a trained model, one of " + trainedModels)
                        .problems());
            } else if (configured.stream().noneMatch(model -> model.name().equals(name))) {
                problems.addAll(explicit.problem(trained, "the name of a model under llms")
                        .problems());
            } else {
                mapped.put(name, trainedModels.indexOf(trained));
                settled.add(trained);
            }
        }
        var withoutModel = new ArrayList<String>();
        for (int i = 0; i < trainedModels.size(); i++) {
            String trained = trainedModels.get(i);
            if (settled.contains(trained)) {
                continue;
            }
            Optional<ModelInfo> match = match(trained, configured, mapped);
            if (match.isPresent()) {
                mapped.put(match.get().name(), i);
            } else {
                withoutModel.add(trained);
            }
        }
        var untrained = new ArrayList<String>();
        for (ModelInfo model : configured) {
            if (!mapped.containsKey(model.name())) {
                untrained.add(model.name());
            }
        }
        if (mapped.isEmpty() && problems.isEmpty()) {
            problems.addAll(explicit.problem(
                            "",
                            "a configured model for at least one of the trained ones " + trainedModels
                                    + ", by its name, its model id, or here as trained: configured")
                    .problems());
        }
        return new ModelMapping(mapped, withoutModel, untrained, problems);
    }

    private static Optional<ModelInfo> match(String trained, List<ModelInfo> models, Map<String, Integer> taken) {
        List<ModelInfo> free = models.stream()
                .filter(model -> !taken.containsKey(model.name()))
                .toList();
        return free.stream()
                .filter(model -> model.name().equals(trained))
                .findFirst()
                .or(() -> free.stream()
                        .filter(model -> model.modelId().equals(trained))
                        .findFirst());
    }

    /** Whether all models, trained and configured, have found each other. */
    public boolean isComplete() {
        return withoutModel.isEmpty() && untrained.isEmpty();
    }

    /** What did not match, in a line. */
    public String unmatched() {
        return "The learned router and the configuration do not name the same models. Trained, but not configured: "
                + some(withoutModel) + ". Configured, but not trained, and so never chosen: " + some(untrained) + ".";
    }

    private static String some(List<String> names) {
        return names.size() <= MOST_SHOWN
                ? names.toString()
                : names.subList(0, MOST_SHOWN) + " and " + (names.size() - MOST_SHOWN) + " more";
    }
}
