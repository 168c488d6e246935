/**
 * What applications and plug-ins compile against: models, messages, errors and the provider interfaces.
 *
 * <p>It holds types and almost no logic, and depends on nothing but JSpecify's annotations.
 */
module io.llmrouter.api {
    requires static transitive org.jspecify;

    exports io.llmrouter.api;
    exports io.llmrouter.api.error;
    exports io.llmrouter.api.spi;
}
