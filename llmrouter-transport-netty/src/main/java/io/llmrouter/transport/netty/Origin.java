package io.llmrouter.transport.netty;

import java.net.URI;
import java.util.Locale;

/**
 * Where connections lead to; exchanges with the same origin share them.
 *
 * @param tls whether it is an https address
 * @param host the host, in lower case and without the brackets of an IPv6 address
 */
record Origin(boolean tls, String host, int port) {

    static Origin of(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int usual = tls ? 443 : 80;
        return new Origin(tls, bare, uri.getPort() < 0 ? usual : uri.getPort());
    }
}
