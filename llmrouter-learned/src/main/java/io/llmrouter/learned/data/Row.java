package io.llmrouter.learned.data;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row on its way into a table, not yet checked. Not safe for concurrent use. */
final class Row {
    final String where;
    String id = "";
    String task = "";
    String query = "";
    Split split = Split.NONE;
    double inputTokens = Double.NaN;
    boolean duplicatesTest;
    boolean contaminated;
    final Map<String, Double> scores = new LinkedHashMap<>();
    final Map<String, Double> costs = new LinkedHashMap<>();
    final Map<String, Double> outputTokens = new LinkedHashMap<>();
    final Map<String, Double> verifications = new LinkedHashMap<>();

    Row(String where) {
        this.where = where;
    }
}
