package io.llmrouter.http.provider;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The headers that a configuration adds to every request: {@code llms.<name>.headers}. */
final class ExtraHeaders {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TRANSPORTS_OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
    private static final Pattern SECRET_NAME = Pattern.compile("auth|key|token|secret|cookie|password");

    private ExtraHeaders() {}

    static Map<String, String> of(ModelConfig config) {
        Settings section = config.settings().section("headers");
        var headers = new LinkedHashMap<String, String>();
        for (String name : section.keys()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || TRANSPORTS_OWN.contains(lower)) {
                // Not through Settings.problem, which may show the value.
                throw ConfigurationException.of(
                        "llms." + config.name() + ".headers",
                        "the names of headers, without those of the connection itself",
                        "the name " + name);
            }
            String value = section.text(name).orElse("").strip();
            if (!isValue(value)) {
                throw ConfigurationException.of(
                        "llms." + config.name() + ".headers." + name,
                        "printable ASCII characters on one line",
                        "another character");
            }
            headers.put(lower, value);
        }
        return headers;
    }

    /** Whether a text can stand in a header. */
    static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Whether a header is likely to hold a secret. */
    static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).find();
    }
}
