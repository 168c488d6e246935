package io.llmrouter.benchmarks.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a version in what a program says of itself. */
final class Versions {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?[\\w.+-]*");

    private Versions() {}

    /** The first that looks like one; else {@code unknown version}. */
    static String in(String text) {
        Matcher found = VERSION.matcher(text);
        return found.find() ? found.group() : "unknown version";
    }
}
