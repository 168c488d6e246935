package io.llmrouter.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Path;

/** A gateway to compare: how it is installed, configured and started. */
public interface Gateway {
    /** The name on the command line. */
    String key();

    /** The name in the report. */
    String title();

    /**
     * Makes it ready to be started.
     *
     * @return its version
     * @throws MissingGatewayException if it cannot be had here, with the reason
     */
    String prepare(Workshop workshop) throws MissingGatewayException;

    /**
     * Configures it to stand before the provider.
     *
     * @param folder an empty folder for its files
     * @param port where it shall listen
     * @param providerPort where the provider listens
     */
    Launch configure(Path folder, int port, int providerPort) throws IOException;
}
