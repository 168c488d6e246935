package io.llmrouter.core.config;

/**
 * The section {@code serve}.
 *
 * @param host the address to listen on
 * @param port the port to listen on
 * @param showModelPrefix whether answers begin with the name of their model in brackets
 */
public record ServeConfig(String host, int port, boolean showModelPrefix) {}
