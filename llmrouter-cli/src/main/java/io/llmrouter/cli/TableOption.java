package io.llmrouter.cli;

import io.llmrouter.learned.data.ModelCards;
import io.llmrouter.learned.data.QueryVectors;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import io.llmrouter.learned.data.TokenPrice;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which table of past scores a command works with. */
final class TableOption {
    /** Which rows. */
    enum Rows {
        TRAIN,
        TEST,
        ALL
    }

    @Option(
            names = {"-d", "--data"},
            paramLabel = "TABLE",
            description = "A table of scores: JSON Lines, a score matrix or CSV, plain or gzip.")
    private @Nullable Path data;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A candidate file, or {model: [input, output]} in USD per million tokens, for costs that the"
                    + " table lacks.")
    private @Nullable Path prices;

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME",
            description = "The models to use, of those in the table. Default: all.")
    private List<String> models = List.of();

    @Option(
            names = "--without-models",
            split = ",",
            paramLabel = "NAME",
            description = "Models of the table to leave out.")
    private List<String> without = List.of();

    @Option(
            names = "--embeddings",
            paramLabel = "FILE",
            description = "The vectors of the queries as JSON, to which embedding_id in the table points, for --encoder"
                    + " data.")
    private @Nullable Path embeddings;

    /** The models that were named, in that order. */
    List<String> models() {
        return models;
    }

    boolean isGiven() {
        return data != null;
    }

    /** The table that the option names. */
    RoutingTable read(Path folder) {
        return read(folder, false);
    }

    /** The table that the option names, with the vectors of its queries if they are wanted. */
    RoutingTable read(Path folder, boolean withVectors) {
        return adapted(raw(folder, withVectors), folder);
    }

    /** The table that the option names, as it is. */
    RoutingTable raw(Path folder, boolean withVectors) {
        if (data == null) {
            throw new IllegalStateException("no table was named");
        }
        return file(folder.resolve(data), folder, withVectors);
    }

    /** A table of a file, with the vectors of its queries if they are wanted. */
    RoutingTable file(Path table, Path folder, boolean withVectors) {
        return withVectors
                ? RoutingTableReader.readWithVectors(table, vectors(folder))
                : RoutingTableReader.read(table);
    }

    private QueryVectors vectors(Path folder) {
        return embeddings == null ? QueryVectors.inRows() : QueryVectors.read(folder.resolve(embeddings));
    }

    /** A table with the prices and the models that the options name. */
    RoutingTable adapted(RoutingTable table, Path folder) {
        RoutingTable priced = prices == null ? table : priced(table, folder.resolve(prices));
        for (String model : without) {
            if (!table.models().contains(model)) {
                throw RoutingDataException.of("--without-models", "one of " + table.models(), model);
            }
        }
        for (String model : models) {
            if (!table.models().contains(model)) {
                throw RoutingDataException.of("--models", "models of the table: " + table.models(), model);
            }
        }
        List<String> kept = (models.isEmpty() ? table.models() : models)
                .stream().distinct().filter(model -> !without.contains(model)).toList();
        return kept.equals(table.models()) ? priced : priced.withModels(kept);
    }

    private static RoutingTable priced(RoutingTable table, Path file) {
        Map<String, TokenPrice> known = ModelCards.prices(ModelCards.read(file));
        if (known.keySet().stream().noneMatch(table.models()::contains)) {
            throw RoutingDataException.of(
                    "--prices", "prices of models of the table: " + table.models(), "prices of " + known.keySet());
        }
        return table.withPrices(known);
    }

    /** The rows of a split; those of {@code test} by default, and all of a table that has none. */
    static RoutingTable rows(RoutingTable table, @Nullable Rows wanted) {
        if (wanted == Rows.ALL) {
            return table;
        }
        if (wanted == null) {
            RoutingTable test = table.rows(Split.TEST);
            return test.size() == 0 ? table : test;
        }
        RoutingTable part = table.rows(Split.valueOf(wanted.name()));
        if (part.size() == 0) {
            String name = wanted.name().toLowerCase(Locale.ROOT);
            throw RoutingDataException.of("--split " + name, "rows of that split in the table", "none");
        }
        return part;
    }
}
