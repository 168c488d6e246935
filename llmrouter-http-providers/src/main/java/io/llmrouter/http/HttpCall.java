package io.llmrouter.http;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A POST request to be sent. Immutable, apart from the bytes of the body, which nobody changes. */
public final class HttpCall {
    private final URI uri;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration connectTimeout;

    /**
     * Creates a request.
     *
     * @param uri an absolute http or https address
     * @param headers the headers by name, without {@code Host} and {@code Content-Length}
     * @param body the body; it is not copied
     * @param connectTimeout how long the connection may take to come about; zero sets no limit
     */
    public HttpCall(URI uri, Map<String, String> headers, byte[] body, Duration connectTimeout) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = Objects.requireNonNull(body, "body");
        this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
    }

    public URI uri() {
        return uri;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The body itself, not a copy. */
    public byte[] body() {
        return body;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Where it goes and how large it is; headers and body are never shown. */
    @Override
    public String toString() {
        return "HttpCall[" + uri.getHost() + uri.getPath() + ", " + body.length + " bytes]";
    }
}
