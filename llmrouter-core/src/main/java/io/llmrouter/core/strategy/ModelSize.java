package io.llmrouter.core.strategy;

import io.llmrouter.api.ModelInfo;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how many parameters a model has from what the configuration says of it. */
final class ModelSize {
    /**
     * A size standing by itself, such as {@code 8b}, {@code 1.5B}, {@code 8x7b} or {@code 7 billion}. Thousands are no
     * size ({@code 128k} is a context), nor is a number of tokens or a context in a description.
     */
    private static final Pattern SIZE = Pattern.compile(
            "(?<![\\p{Alnum}.$])(?:(\\d{1,4})x)?(\\d{1,6}(?:\\.\\d{1,6})?)"
                    + "(?:[- ]?(million|billion|trillion)|([mbt]))"
                    + "(?!\\p{Alnum})(?![- ]{0,2}(?:tokens?|context|ctx|window))",
            Pattern.CASE_INSENSITIVE);

    /** Less is a context ({@code 1m}, {@code 10m}): the smallest language models have 14 million parameters. */
    private static final double FEWEST_BILLIONS = 0.014;

    private static final int LONGEST_TEXT = 2_000;

    private ModelSize() {}

    /** The size in billions of parameters by name, else id, else description; {@link Double#NaN} if none says it. */
    static double billions(ModelInfo model) {
        for (String text : List.of(model.name(), model.modelId(), model.description())) {
            double size = billions(text);
            if (!Double.isNaN(size)) {
                return size;
            }
        }
        return Double.NaN;
    }

    /** The first size in a text, in billions; {@link Double#NaN} if there is none. */
    static double billions(String text) {
        Matcher matcher = SIZE.matcher(QueryText.cut(text, LONGEST_TEXT));
        while (matcher.find()) {
            double size = inBillions(Double.parseDouble(matcher.group(2)), matcher);
            if (matcher.group(1) != null) {
                size *= Double.parseDouble(matcher.group(1));
            }
            if (size >= FEWEST_BILLIONS) {
                return size;
            }
        }
        return Double.NaN;
    }

    private static double inBillions(double number, Matcher matcher) {
        String unit = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
        return switch (unit.charAt(0)) {
            case 'm', 'M' -> number / 1_000;
            case 't', 'T' -> number * 1_000;
            default -> number;
        };
    }
}
