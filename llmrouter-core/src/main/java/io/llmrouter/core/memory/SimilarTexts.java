package io.llmrouter.core.memory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds, among a few texts, those that are most similar to another, the way the memory does. */
public final class SimilarTexts {
    private SimilarTexts() {}

    private record Hit(int place, double similarity) {}

    /**
     * The places, in ascending order, of the texts that have most in common with a text; the later among equals. Those
     * that have nothing in common with it are left out.
     *
     * @param most how many, at most
     */
    public static List<Integer> places(String text, List<String> texts, int most) {
        float[] vector = LexicalEncoder.encode(text).dense();
        return IntStream.range(0, texts.size())
                .mapToObj(place -> new Hit(place, similarity(vector, texts.get(place))))
                .filter(hit -> hit.similarity() > 0)
                .sorted(Comparator.comparingDouble(Hit::similarity)
                        .thenComparingInt(Hit::place)
                        .reversed())
                .limit(most)
                .map(Hit::place)
                .sorted()
                .toList();
    }

    /** The cosine. */
    private static double similarity(float[] vector, String text) {
        double[] sum = {0};
        LexicalEncoder.encode(text).forEach((dimension, weight) -> sum[0] += vector[dimension] * weight);
        return sum[0];
    }
}
