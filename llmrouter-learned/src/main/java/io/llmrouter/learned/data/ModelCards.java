package io.llmrouter.learned.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads candidate files: a JSON object from a model's name to {@code {"size", "model", "service", "api_endpoint",
 * "aws_region", "input_price", "output_price"}}, or to the two prices alone, {@code [input, output]}. Other fields, such
 * as embeddings, are passed over. Stateless.
 */
public final class ModelCards {
    private static final Map<Character, Double> BILLIONS = Map.of('K', 1e-6, 'M', 1e-3, 'B', 1.0, 'T', 1e3);

    private ModelCards() {}

    /**
     * Reads the models of a file, in its order.
     *
     * @throws RoutingDataException if the file cannot be read or is of another form
     */
    public static List<ModelCard> read(Path file) {
        String source = Lines.name(file);
        JsonNode root;
        try (var bytes = Lines.open(file)) {
            root = JsonRows.MAPPER.readTree(bytes);
        } catch (IOException | JacksonException broken) {
            throw RoutingDataException.because(
                    source + ": expected a JSON object of models, found: " + broken.getMessage(), broken);
        }
        JsonRows.expectObject(root, source);
        var cards = new ArrayList<ModelCard>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            cards.add(card(entry.getKey(), entry.getValue(), source + " " + entry.getKey()));
        }
        return List.copyOf(cards);
    }

    /** The prices of those models that have one, by name. */
    public static Map<String, TokenPrice> prices(List<ModelCard> cards) {
        Map<String, TokenPrice> prices = new LinkedHashMap<>();
        for (ModelCard card : cards) {
            card.priceIfKnown().ifPresent(price -> prices.put(card.name(), price));
        }
        return prices;
    }

    private static ModelCard card(String name, JsonNode node, String where) {
        if (node.isArray()
                && node.size() == 2
                && node.get(0).isNumber()
                && node.get(1).isNumber()) {
            TokenPrice price = price(node.get(0).doubleValue(), node.get(1).doubleValue(), where);
            return new ModelCard(name, name, "", "", "", price, Double.NaN);
        }
        JsonRows.expectObject(node, where);
        double input = JsonRows.number(node, "input_price", where);
        double output = JsonRows.number(node, "output_price", where);
        @Nullable TokenPrice price = Double.isNaN(input) || Double.isNaN(output) ? null : price(input, output, where);
        String modelId = JsonRows.text(node, "model", where);
        return new ModelCard(
                name,
                modelId.isEmpty() ? name : modelId,
                JsonRows.text(node, "service", where),
                JsonRows.text(node, "api_endpoint", where),
                JsonRows.text(node, "aws_region", where),
                price,
                parameters(JsonRows.text(node, "size", where)));
    }

    private static TokenPrice price(double input, double output, String where) {
        if (!(input >= 0 && output >= 0)) {
            throw RoutingDataException.of(where, "prices of at least 0", input + " and " + output);
        }
        return new TokenPrice(input, output);
    }

    /** A size such as {@code 7B} in billions; {@link Double#NaN} if it is written otherwise. */
    static double parameters(String size) {
        String text = size.strip().toUpperCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?[KMBT]")) {
            return Double.NaN;
        }
        int last = text.length() - 1;
        return Double.parseDouble(text.substring(0, last)) * BILLIONS.getOrDefault(text.charAt(last), Double.NaN);
    }
}
