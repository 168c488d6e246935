package io.llmrouter.learned.config;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.learned.RouterTrainer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The YAML file of a router: {@code data_path}, {@code model_path} and {@code hparam}, as other versions write it.
 *
 * <p>A relative path is looked for in the folder of the file and in each folder above it, then in the working folder; of
 * a model also in {@code llmrouter/} there. Immutable.
 */
public final class RouterFile {
    private static final String DATA = "data_path";
    static final String MODEL = "model_path";
    static final String SETTINGS = "hparam";
    private static final Set<String> TOP = Set.of(
            DATA,
            MODEL,
            SETTINGS,
            "metric",
            "api_endpoint",
            "recipe",
            "router_mode",
            "router_tau",
            "router_threshold",
            "train_param",
            "display");
    private static final Set<String> DATA_KEYS = Set.of(
            "routing_data_train",
            "routing_data_test",
            "query_data_train",
            "query_data_test",
            "query_embedding_data",
            "llm_data",
            "llm_embedding_data",
            "prepared_data",
            "output_dir",
            "conversion");
    private static final Set<String> MODEL_KEYS =
            Set.of("ini_model_path", "save_model_path", "load_model_path", "engine_small", "engine_large");

    private final Path file;
    private final Map<String, Object> root;

    private RouterFile(Path file, Map<String, Object> root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if it cannot be read or is not of that form
     */
    public static RouterFile read(Path file) {
        return new RouterFile(file.toAbsolutePath().normalize(), YamlFile.read(file));
    }

    /** Whether the file is of that form: it has {@code data_path} or {@code model_path}, and no {@code llms}. */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            Map<String, Object> root = YamlFile.read(file);
            return (root.containsKey(DATA) || root.containsKey(MODEL))
                    && !root.containsKey("llms")
                    && !root.containsKey("models");
        } catch (ConfigurationException notYaml) {
            return false;
        }
    }

    /** A file of {@code data_path}, if the key is set. */
    public Optional<Path> data(String key) {
        return text(DATA, key).map(path -> existing(path, DATA + "." + key, false));
    }

    /** The trained model to load, {@code load_model_path} or else {@code save_model_path}. */
    public Optional<Path> modelToLoad() {
        Optional<String> load = text(MODEL, "load_model_path");
        return load.isPresent()
                ? load.map(path -> existing(path, MODEL + ".load_model_path", true))
                : text(MODEL, "save_model_path").map(path -> existing(path, MODEL + ".save_model_path", true));
    }

    /** Where to save a trained model: beside the data, in the folder from which their path starts. */
    public Optional<Path> modelToSave() {
        return text(MODEL, "save_model_path").map(path -> base().resolve(path(path, MODEL + ".save_model_path")));
    }

    /** The address of the models that name none. */
    public Optional<String> apiEndpoint() {
        return root.get("api_endpoint") instanceof String address ? Optional.of(address) : Optional.empty();
    }

    /** How targets are made: {@code scores}, the default, or {@code reference}. */
    public Optional<String> recipe() {
        return root.get("recipe") instanceof String recipe ? Optional.of(recipe) : Optional.empty();
    }

    /** The settings of a learner, by this library's names. */
    public Map<String, Double> settings(String learner) {
        Map<String, Double> settings = new LinkedHashMap<>();
        hyperparameters().forEach((name, value) -> {
            String own = SettingNames.of(canonical(learner), name);
            if (!own.isEmpty()) {
                settings.put(own, number(name, value));
            }
        });
        return settings;
    }

    /** Keys that have no effect for a learner, a line each. */
    public List<String> warnings(String learner) {
        var warnings = new ArrayList<String>();
        root.keySet().stream().filter(key -> !TOP.contains(key)).forEach(key -> warnings.add(unknown(key)));
        section(DATA).keySet().stream()
                .filter(key -> !DATA_KEYS.contains(key))
                .forEach(key -> warnings.add(unknown(DATA + "." + key)));
        section(MODEL).keySet().stream()
                .filter(key -> !MODEL_KEYS.contains(key))
                .forEach(key -> warnings.add(unknown(MODEL + "." + key)));
        for (String name : hyperparameters().keySet()) {
            if (!SettingNames.of(canonical(learner), name).isEmpty()) {
                continue;
            }
            warnings.add(
                    SettingNames.isPassedOver(canonical(learner), name)
                            ? file.getFileName() + ": hparam." + name + " has no effect here"
                            : unknown(SETTINGS + "." + name));
        }
        return warnings;
    }

    private static String canonical(String learner) {
        return RouterTrainer.canonicalName(learner).orElse(learner);
    }

    private String unknown(String key) {
        return file.getFileName() + ": the key " + key + " is not known and has no effect";
    }

    /** The section, with the settings of the hybrid router that stand at the top. */
    private Map<String, Object> hyperparameters() {
        Map<String, Object> all = new LinkedHashMap<>(section(SETTINGS));
        for (String name : List.of("router_mode", "router_tau", "router_threshold")) {
            if (root.containsKey(name)) {
                all.put(name, root.get(name));
            }
        }
        return all;
    }

    ConfigurationException problem(String key, String expected, String found) {
        return ConfigurationException.of(file + " " + key, expected, found);
    }

    private double number(String name, Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Number first) {
            return first.doubleValue();
        }
        if (value instanceof String text) {
            int mode = SettingNames.MODES.indexOf(text.toLowerCase(Locale.ROOT));
            if (mode >= 0) {
                return mode;
            }
        }
        throw ConfigurationException.of(file + " " + SETTINGS + "." + name, "a number", "something else");
    }

    Map<String, Object> section(String key) {
        Object section = root.get(key);
        if (section == null) {
            return Map.of();
        }
        if (section instanceof Map<?, ?> map) {
            return YamlFile.byName(map);
        }
        throw ConfigurationException.of(file + " " + key, "a section", "something else");
    }

    Optional<String> text(String section, String key) {
        return Optional.ofNullable(section(section).get(key))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }

    private Path path(String text, String key) {
        try {
            return Path.of(text);
        } catch (InvalidPathException broken) {
            throw ConfigurationException.of(file + " " + key, "a path", "something else");
        }
    }

    /** The folder from which the first data path starts; else that of the file. */
    private Path base() {
        Path folder = folder();
        for (String key : List.of("routing_data_train", "llm_data")) {
            Optional<Path> found = text(DATA, key)
                    .map(text -> path(text, key))
                    .filter(path -> !path.isAbsolute())
                    .flatMap(this::folderOf);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return folder;
    }

    private Path folder() {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    private Optional<Path> folderOf(Path relative) {
        for (Path folder : folders()) {
            if (Files.exists(folder.resolve(relative))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private List<Path> folders() {
        var folders = new ArrayList<Path>();
        for (Path folder = folder(); folder != null; folder = folder.getParent()) {
            folders.add(folder);
        }
        folders.add(Path.of("").toAbsolutePath());
        return folders;
    }

    private Path existing(String text, String key, boolean model) {
        Path path = path(text, key);
        Optional<Path> folder = folderOf(path);
        if (folder.isPresent()) {
            return folder.get().resolve(path);
        }
        Path inPackage = Path.of("llmrouter").resolve(path);
        if (model && folderOf(inPackage).isPresent()) {
            return folderOf(inPackage).orElseThrow().resolve(inPackage);
        }
        throw ConfigurationException.of(
                file + " " + key, "a file, looked for from the folder of the YAML file upwards", "no file " + text);
    }
}
