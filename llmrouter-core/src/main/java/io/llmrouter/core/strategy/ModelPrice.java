package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import java.math.BigDecimal;

/** How dear a model is as such, whatever it is asked. */
final class ModelPrice {
    private ModelPrice() {}

    /** A million input and a million output tokens, in USD; {@link Double#NaN} if either price is unknown. */
    static double usdPerMillion(ModelInfo model) {
        BigDecimal input = model.prices().input();
        BigDecimal output = model.prices().output();
        return input == null || output == null ? Double.NaN : input.add(output).doubleValue();
    }
}
