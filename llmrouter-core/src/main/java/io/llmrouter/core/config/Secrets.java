package io.llmrouter.core.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Knows what must not be shown. */
final class Secrets {
    private static final Pattern NAME = Pattern.compile(
            "(.*[_-])?(key|keys|secret|token|password|passwd|credential|credentials|authorization|api_key.*)");
    private static final Pattern USUAL_VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");
    private static final int LONGEST_VARIABLE = 60;

    private Secrets() {}

    /** Whether a key's name says that its value is a secret. */
    static boolean isSecret(String key) {
        return NAME.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    /** The name of a variable, unless it looks like a key that was written in the place of one. */
    static String variable(String name) {
        var usual = name.length() <= LONGEST_VARIABLE
                && USUAL_VARIABLE.matcher(name).matches();
        return usual ? name : "with the name written there";
    }
}
