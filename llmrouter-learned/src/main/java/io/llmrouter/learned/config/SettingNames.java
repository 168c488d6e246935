package io.llmrouter.learned.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that files of other versions give to the settings of a learner. */
final class SettingNames {
    private static final Map<String, String> NETWORK = Map.of(
            "hidden_layer_sizes", "hidden",
            "hidden_dim", "hidden",
            "lr", "rate",
            "learning_rate", "rate",
            "learning_rate_init", "rate",
            "epochs", "epochs",
            "max_iter", "epochs",
            "train_epoch", "epochs");

    private static final Map<String, Map<String, String>> HONOURED = Map.ofEntries(
            // read by CascadeFile
            Map.entry(
                    "automix",
                    Map.of(
                            "routing_method", "method",
                            "num_bins", "bins",
                            "num_samples", "samples",
                            "cost_constraint", "cost",
                            "columns", "columns",
                            "costs", "costs",
                            "small_model_cost", "costs",
                            "large_model_cost", "costs",
                            "verifier_cost", "costs")),
            Map.entry("knnrouter", Map.of("n_neighbors", "k")),
            Map.entry("mlprouter", NETWORK),
            Map.entry("thresholdrouter", Map.of("threshold", "threshold")),
            Map.entry(
                    "hybrid_llm", Map.of("router_mode", "mode", "router_tau", "tau", "router_threshold", "threshold")),
            Map.entry(
                    "mfrouter",
                    Map.of("latent_dim", "dimensions", "lr", "rate", "epochs", "epochs", "noise_alpha", "noise")),
            Map.entry(
                    "routerdc",
                    Map.of(
                            "learning_rate", "rate",
                            "top_k", "top",
                            "last_k", "last",
                            "temperature", "temperature",
                            "cluster_loss_weight", "cluster_weight",
                            "H", "others",
                            "n_clusters", "clusters")),
            Map.entry(
                    "graphrouter",
                    Map.of(
                            "hidden_dim", "hidden",
                            "learning_rate", "rate",
                            "train_epoch", "epochs",
                            "train_mask_rate", "mask")));

    /** Known of other versions, and without effect here. */
    private static final Map<String, Set<String>> PASSED_OVER = Map.ofEntries(
            Map.entry("automix", Set.of("device", "verbose", "max_workers", "inference_mode")),
            Map.entry("knnrouter", Set.of("weights", "algorithm", "leaf_size", "p", "metric", "n_jobs")),
            Map.entry("svmrouter", Set.of("kernel", "C", "gamma", "probability")),
            Map.entry("mlprouter", Set.of("activation", "solver", "alpha", "batch_size", "device")),
            Map.entry("mfrouter", Set.of("text_dim", "batch_size", "device")),
            Map.entry("hybrid_llm", Set.of("hidden_layer_sizes", "activation", "solver", "max_iter", "lr", "epochs")),
            Map.entry(
                    "routerdc",
                    Set.of(
                            "backbone_model",
                            "hidden_state_dim",
                            "similarity_function",
                            "batch_size",
                            "training_steps",
                            "sample_loss_weight",
                            "gradient_accumulation",
                            "device",
                            "eval_steps",
                            "max_test_samples",
                            "source_max_token_len",
                            "target_max_token_len")),
            Map.entry(
                    "graphrouter",
                    Set.of("embedding_dim", "edge_dim", "weight_decay", "batch_size", "val_split_ratio")),
            Map.entry("thresholdrouter", Set.of("embedding_dim", "hidden_dim", "lr", "train_epoch", "batch_size")));

    private static final Set<String> EVERYWHERE = Set.of("seed", "random_state");
    static final List<String> MODES = List.of("deterministic", "probabilistic", "transformed");

    private SettingNames() {}

    /** This library's name of a setting; empty if it has none. */
    static String of(String learner, String name) {
        return HONOURED.getOrDefault(learner, Map.of()).getOrDefault(name, "");
    }

    static boolean isPassedOver(String learner, String name) {
        return EVERYWHERE.contains(name)
                || PASSED_OVER.getOrDefault(learner, Set.of()).contains(name);
    }
}
