package io.llmrouter.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Fits text into columns. */
public final class Texts {
    private Texts() {}

    /** The number of columns, one a character. */
    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text, or as much of its start as fits before the sign for what was cut off. */
    public static String cut(String text, int width, Style style) {
        if (width(text) <= width) {
            return text;
        }
        String mark = style.ellipsis();
        int kept = Math.max(0, width - width(mark));
        return text.substring(0, text.offsetByCodePoints(0, kept)).stripTrailing() + mark;
    }

    /** The text with every run of white space as one blank, and without other control characters. */
    public static String oneLine(String text) {
        return printable(text.strip().replaceAll("\\s+", " "));
    }

    /** The text without control characters but tabs and line ends: what a model says must not steer a terminal. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    }

    /** The words of a text in lines of at most that width. */
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : oneLine(text).split(" ", -1)) {
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
