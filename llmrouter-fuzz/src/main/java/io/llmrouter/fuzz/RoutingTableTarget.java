package io.llmrouter.fuzz;

import io.llmrouter.learned.data.ModelCards;
import io.llmrouter.learned.data.QueryReader;
import io.llmrouter.learned.data.RoutingDataException;
import io.llmrouter.learned.data.RoutingTableReader;
import java.nio.file.Path;
import java.util.Arrays;

/** Tables of routing data: the first byte chooses the ending of the name, the others are the file. */
public final class RoutingTableTarget {
    private static final String[] NAMES = {"table.jsonl", "table.csv", "table.json", "table.csv.gz"};

    private RoutingTableTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String name = NAMES[data.length == 0 ? 0 : data[0] & 3];
        Path file = Files.with(name, data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length));
        refused(() -> RoutingTableReader.read(file));
        refused(() -> QueryReader.read(file, query -> {}));
        refused(() -> ModelCards.prices(ModelCards.read(file)));
    }

    private static void refused(Runnable read) {
        try {
            read.run();
        } catch (RoutingDataException refused) {
            Check.refusal(refused);
        }
    }
}
