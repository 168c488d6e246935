package io.llmrouter.cli;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.learn.EvaluationJson;
import io.llmrouter.cli.learn.EvaluationText;
import io.llmrouter.cli.learn.TrainingProgressLine;
import io.llmrouter.cli.learn.TrainingTables;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainingProgress;
import io.llmrouter.learned.TrainingResult;
import io.llmrouter.learned.cascade.CascadeTrainer;
import io.llmrouter.learned.cascade.TrainedCascade;
import io.llmrouter.learned.config.CascadeFile;
import io.llmrouter.learned.config.RouterFile;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.encode.EncoderIdentity;
import io.llmrouter.learned.encode.SentenceEncoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmrouter train}. */
@Command(
        name = "train",
        description = {
            "Train a router on past scores, and judge it on rows that it has not seen.",
            "",
            "Rows of the split test are held out; a table without any has a fifth held out. A router that beats neither"
                    + " the best single model nor the zero router is not saved, except with --force.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.HELP_OK, ExitCodes.HELP_FAILED, ExitCodes.HELP_MISUSE},
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter train --data scores.jsonl --save router.llmr",
            "  llmrouter train --router knnrouter --data scores.csv --prices prices.json --save knn.llmr",
            "  llmrouter train --router mlprouter --config configs/mlprouter.yaml",
            "  llmrouter train --data scores.jsonl --probes new-model.jsonl --save router.llmr",
            "  llmrouter train --router automix --data verified.jsonl --models small,large --save cascade.llmr"
        })
final class TrainCommand implements Callable<Integer> {
    private static final int MOST_LEAKS_SHOWN = 5;
    private static final Set<String> CASCADES = Set.of(TrainedCascade.NAME, "automixrouter");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final TableOption table = new TableOption();

    @Mixin
    private final CascadeTraining cascade = new CascadeTraining();

    @Option(
            names = "--probes",
            paramLabel = "TABLE",
            description = "A small table with scores of a new model, learned from beside --data: 25 to 100 queries do.")
    private @Nullable Path probes;

    @Option(
            names = {"-r", "--router"},
            paramLabel = "NAME",
            defaultValue = "ensemblerouter",
            description = "The learner, or automix. Default: ${DEFAULT-VALUE}.")
    private String router = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The router's own YAML: data_path, model_path, hparam.")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--save"},
            paramLabel = "FILE",
            description = "Where to save it; else model_path.save_model_path of the YAML.")
    private @Nullable Path save;

    @Option(names = "--force", description = "Save it even if it does not beat the baselines.")
    private boolean force;

    @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Fix a setting of the learner, such as k=40, in place of its choice by validation.")
    private Map<String, Double> settings = new LinkedHashMap<>();

    @Option(
            names = "--recipe",
            paramLabel = "scores|reference",
            description =
                    "What is learned: each model's score, or as other versions do which model is the best. Default:"
                            + " scores.")
    private @Nullable String recipe;

    @Mixin
    private final EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--encoder-alone",
            description = "Learn from the encoder's vectors alone, not from words beside them.")
    private boolean alone;

    @Option(
            names = "--no-drop-dups",
            description = "Learn from rows whose text is also a test query; the result is then too good.")
    private boolean keepDuplicates;

    @Option(
            names = "--lambda",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "The weight of costs to save it with; see llmrouter calibrate. Default: ${DEFAULT-VALUE}.")
    private double lambda;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--device", hidden = true, description = "Read for old scripts; has no effect.")
    @SuppressWarnings("UnusedVariable") // other versions choose a GPU with it
    private @Nullable String device;

    @Override
    public Integer call() {
        Console console = root.console();
        boolean isCascade = CASCADES.contains(router.toLowerCase(Locale.ROOT));
        String learner = isCascade
                ? TrainedCascade.NAME
                : RouterTrainer.canonicalName(router).orElseThrow(() -> misuse(Unoffered.inTraining(router)));
        if (table.isGiven() == (config != null)) {
            throw misuse("Expected one of --data and --config");
        }
        RouterFile file =
                config == null ? null : RouterFile.read(console.folder().resolve(config));
        Path target = target(console, file);
        if (file != null) {
            file.warnings(learner)
                    .forEach(warning -> console.err().println(console.style().yellow("warning: ") + warning));
        }
        if (isCascade) {
            return trainCascade(console, file, target);
        }
        String reference = encoder.reference()
                .or(() -> file == null ? Optional.empty() : file.encoder())
                .orElse("");
        RoutingTable data =
                table.adapted(data(console, file, reference.equals(EncoderIdentity.DATA)), console.folder());
        TrainingResult result = train(console, learner, data, file, reference);
        boolean saved = result.isGood() || force;
        if (saved) {
            result.router().save(target);
        }
        if (json) {
            console.out().println(Json.text(json(result, saved ? target : null)));
        } else {
            print(console, result, saved ? target : null);
        }
        return saved ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private RoutingTable data(Console console, @Nullable RouterFile file, boolean withVectors) {
        Path folder = console.folder();
        RoutingTable data = file == null ? table.raw(folder, withVectors) : TrainingTables.of(file, withVectors);
        return probes == null ? data : data.joined(table.file(folder.resolve(probes), folder, withVectors));
    }

    private int trainCascade(Console console, @Nullable RouterFile file, Path target) {
        Path path = config == null ? null : console.folder().resolve(config);
        CascadeTrainer.Result result = cascade.train(
                new CascadeTraining.Setting(console, this::misuse, quiet, path),
                file,
                file == null ? table.read(console.folder()) : cascadeTable(console, file),
                table.models(),
                settings,
                seed);
        boolean saved = result.isGood() || force;
        if (saved) {
            result.cascade().save(target);
        }
        if (json) {
            console.out().println(CascadeTraining.json(result, saved ? target : null));
        } else {
            CascadeTraining.print(console, result, saved ? target : null);
        }
        return saved ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private RoutingTable cascadeTable(Console console, RouterFile file) {
        var own = new CascadeFile(file);
        return own.preparedTable()
                .orElseGet(() -> own.priced(table.adapted(TrainingTables.of(file, false), console.folder())));
    }

    private Path target(Console console, @Nullable RouterFile file) {
        if (save != null) {
            return console.folder().resolve(save);
        }
        if (file == null) {
            throw misuse("Expected --save: the file for the trained router");
        }
        return file.modelToSave()
                .orElseThrow(() -> misuse("Expected --save, or model_path.save_model_path in the YAML"));
    }

    private TrainingResult train(
            Console console, String learner, RoutingTable data, @Nullable RouterFile file, String reference) {
        RouterTrainer trainer =
                RouterTrainer.of(learner).seed(seed).keepLeaks(keepDuplicates).lambda(checkedLambda());
        if (file != null) {
            file.settings(learner).forEach(trainer::setting);
        }
        settings.forEach(trainer::setting);
        String wanted = recipe != null
                ? recipe
                : file == null ? "scores" : file.recipe().orElse("scores");
        switch (wanted) {
            case "scores" -> trainer.bestLabels(false);
            case "reference" -> trainer.bestLabels(true);
            default -> throw misuse("--recipe: expected scores or reference, found '" + wanted + "'");
        }
        boolean ofTable = reference.equals(EncoderIdentity.DATA);
        try (SentenceEncoder opened = reference.isEmpty() || ofTable
                        ? null
                        : encoder.encoders(console).open(reference);
                var line = new TrainingProgressLine(console)) {
            if (opened != null) {
                trainer.encoder(opened, !alone);
            } else if (ofTable) {
                trainer.vectorsOfTable(!alone);
            }
            return trainer.progress(quiet ? TrainingProgress.NONE : line).train(data);
        }
    }

    private double checkedLambda() {
        if (!(lambda >= 0)) {
            throw misuse("--lambda: expected a number of at least 0");
        }
        return lambda;
    }

    private void print(Console console, TrainingResult result, @Nullable Path saved) {
        var out = console.out();
        out.println(console.style().bold(result.router().learner()) + " "
                + result.router().settings() + ", learned from "
                + result.router().trainedRows() + " rows and "
                + result.router().models().size() + " models, on held-out rows:");
        out.println();
        EvaluationText.print(console, result.heldOut());
        result.notes().forEach(out::println);
        List<String> leaks = result.leakage().ids();
        if (!leaks.isEmpty()) {
            out.println("Leaking rows: " + String.join(", ", leaks.subList(0, Math.min(MOST_LEAKS_SHOWN, leaks.size())))
                    + (leaks.size() > MOST_LEAKS_SHOWN ? " and " + (leaks.size() - MOST_LEAKS_SHOWN) + " more" : ""));
        }
        if (saved != null) {
            out.println("Saved in " + saved);
        } else {
            console.err()
                    .println("error: The router was not saved, because it does not beat the baselines."
                            + " Save it all the same with --force.");
        }
    }

    private static ObjectNode json(TrainingResult result, @Nullable Path saved) {
        ObjectNode node = Json.object();
        node.put("router", result.router().learner());
        node.put("settings", result.router().settings());
        node.put("trained_rows", result.router().trainedRows());
        node.put("saved", saved == null ? null : saved.toString());
        node.set("held_out", EvaluationJson.of(result.heldOut()));
        var leaks = node.putArray("leaking_rows");
        result.leakage().ids().forEach(leaks::add);
        var notes = node.putArray("notes");
        result.notes().forEach(notes::add);
        return node;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
