package io.llmrouter.cli.learn;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.learned.config.RouterFile;
import io.llmrouter.learned.data.ModelCards;
import io.llmrouter.learned.data.QueryVectors;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tables that a router's own file names. Stateless. */
public final class TrainingTables {
    private TrainingTables() {}

    /**
     * The routing data to learn from and, if named, to judge by, with the prices of the candidate file.
     *
     * @param withVectors whether the vectors of the queries are wanted, in the rows or of {@code query_embedding_data}
     */
    public static RoutingTable of(RouterFile file, boolean withVectors) {
        Path train = file.data("routing_data_train")
                .orElseThrow(() -> ConfigurationException.of(
                        "data_path.routing_data_train", "a file of routing data to learn from", "nothing"));
        QueryVectors vectors = withVectors
                ? file.data("query_embedding_data").map(QueryVectors::read).orElseGet(QueryVectors::inRows)
                : null;
        RoutingTable table = read(train, vectors);
        Optional<Path> test = file.data("routing_data_test");
        if (test.isPresent()) {
            table = table.withSplit(Split.TRAIN)
                    .joined(read(test.get(), vectors).withSplit(Split.TEST));
        }
        Optional<Path> cards = file.data("llm_data");
        return cards.isPresent() ? table.withPrices(ModelCards.prices(ModelCards.read(cards.get()))) : table;
    }

    private static RoutingTable read(Path table, @Nullable QueryVectors vectors) {
        return vectors == null ? RoutingTableReader.read(table) : RoutingTableReader.readWithVectors(table, vectors);
    }
}
