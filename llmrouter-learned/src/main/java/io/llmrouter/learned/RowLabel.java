package io.llmrouter.learned;

import java.util.ArrayList;
import java.util.List;

/**
 * What a saved router says of a row, or of a cluster: one text with a line for the id, or for the number of rows, and a line
 * for the beginning of each query.
 */
record RowLabel(String id, List<String> texts) {
    private static final int LONGEST = 120;

    RowLabel {
        texts = List.copyOf(texts);
    }

    static RowLabel of(String saved) {
        List<String> lines = saved.lines().toList();
        return lines.isEmpty()
                ? new RowLabel("", List.of())
                : new RowLabel(lines.get(0), lines.subList(1, lines.size()));
    }

    String saved() {
        var lines = new ArrayList<String>();
        lines.add(begun(id));
        texts.forEach(text -> lines.add(begun(text)));
        return String.join("\n", lines);
    }

    /** The beginning of a text, on one line. */
    private static String begun(String text) {
        int end = Math.min(text.length(), 2 * LONGEST);
        String line = text.substring(0, end).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        int cut = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, cut);
    }
}
