package io.llmrouter.cli.learn;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.learned.config.RouterFile;
import io.llmrouter.learned.data.ModelCards;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the tables that a router's own file names. Stateless. */
public final class TrainingTables {
    private TrainingTables() {}

    /** The routing data to learn from and, if named, to judge by, with the prices of the candidate file. */
    public static RoutingTable of(RouterFile file) {
        Path train = file.data("routing_data_train")
                .orElseThrow(() -> ConfigurationException.of(
                        "data_path.routing_data_train", "a file of routing data to learn from", "nothing"));
        RoutingTable table = RoutingTableReader.read(train);
        Optional<Path> test = file.data("routing_data_test");
        if (test.isPresent()) {
            table = table.withSplit(Split.TRAIN)
                    .joined(RoutingTableReader.read(test.get()).withSplit(Split.TEST));
        }
        Optional<Path> cards = file.data("llm_data");
        return cards.isPresent() ? table.withPrices(ModelCards.prices(ModelCards.read(cards.get()))) : table;
    }
}
