package io.llmrouter.learned.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate file says of a model.
 *
 * @param name the name by which tables call it
 * @param modelId the provider's id; the name if the file gives none
 * @param service who serves it, such as {@code Bedrock}; may be empty
 * @param apiEndpoint the address of the endpoint; may be empty
 * @param awsRegion the region, for Bedrock; may be empty
 * @param price what it costs, if the file says so
 * @param parameters its size in billions of parameters; {@link Double#NaN} if unknown
 */
public record ModelCard(
        String name,
        String modelId,
        String service,
        String apiEndpoint,
        String awsRegion,
        @Nullable TokenPrice price,
        double parameters) {

    /** What it costs, if the file says so. */
    public Optional<TokenPrice> priceIfKnown() {
        return Optional.ofNullable(price);
    }
}
