package io.llmrouter.cli.terminal;

/**
 * How text looks. Without {@code ansi}, no method changes its text.
 *
 * @param ansi whether escape sequences may be written
 * @param unicode whether signs beyond ASCII may be written
 */
public record Style(boolean ansi, boolean unicode) {
    /** ASCII without escape sequences. */
    public static final Style PLAIN = new Style(false, false);

    public String bold(String text) {
        return sequence("1", text);
    }

    public String dim(String text) {
        return sequence("2", text);
    }

    public String red(String text) {
        return sequence("31", text);
    }

    public String green(String text) {
        return sequence("32", text);
    }

    public String yellow(String text) {
        return sequence("33", text);
    }

    public String cyan(String text) {
        return sequence("36", text);
    }

    /** A sign that stands between two things. */
    public String dot() {
        return unicode ? "\u00b7" : "-";
    }

    /** A sign that leads from one thing to the next. */
    public String arrow() {
        return unicode ? "\u2192" : "->";
    }

    /** A sign for what was cut off. */
    public String ellipsis() {
        return unicode ? "\u2026" : "~";
    }

    /** A horizontal line. */
    public String rule(int width) {
        return (unicode ? "\u2500" : "-").repeat(width);
    }

    private String sequence(String code, String text) {
        return ansi ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
