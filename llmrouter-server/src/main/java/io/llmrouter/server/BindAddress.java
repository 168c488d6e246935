package io.llmrouter.server;

import io.llmrouter.core.config.ServeConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the server listens, and why not where it was told to.
 *
 * @param address the address to bind
 * @param warning what to tell the user; empty if the configuration is followed
 */
record BindAddress(InetSocketAddress address, String warning) {

    /**
     * The configured address; loopback instead of one that other machines can reach, if anybody there could spend the
     * owner's money.
     *
     * @throws UnknownHostException if the host has no address
     */
    static BindAddress of(ServeConfig config) throws UnknownHostException {
        InetAddress host = InetAddress.getByName(config.host());
        ServeConfig.Access access = config.access();
        if (host.isLoopbackAddress()
                || access.allowAnonymous()
                || !access.keys().isEmpty()) {
            return new BindAddress(new InetSocketAddress(host, config.port()), "");
        }
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        String warning = "serve.host is " + config.host() + ", which other machines can reach, but clients need no key:"
                + " only this machine is served, on 127.0.0.1. To serve others, configure keys under serve.keys,"
                + " or set serve.allow_anonymous: true.";
        return new BindAddress(new InetSocketAddress(loopback, config.port()), warning);
    }

    boolean isLoopback() {
        return address.getAddress().isLoopbackAddress();
    }
}
