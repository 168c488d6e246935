package io.llmrouter.core.config;

/** The JSON Schema of a configuration file, for editors. Generated from the table of keys that the loader checks. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /**
     * The schema, of draft 2020-12, indented and with a line feed at its end.
     *
     * <p>It takes whatever the loader takes, except that it knows no variables' values and no plug-ins' names.
     */
    public static String json() {
        return JsonText.of(SchemaParts.root(ConfigKeys.ROOT));
    }
}
