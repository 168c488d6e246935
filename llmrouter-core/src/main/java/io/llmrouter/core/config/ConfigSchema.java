package io.llmrouter.core.config;

/** The JSON Schema of a configuration file, for editors. Generated from the table of keys that the loader checks. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /**
     * The schema, of draft 2020-12, indented and with a line feed at its end.
     *
     * <p>What depends on variables, on other files, on plug-ins or on another key is left to the loader.
     */
    public static String json() {
        return JsonText.of(SchemaParts.root(ConfigKeys.ROOT));
    }
}
