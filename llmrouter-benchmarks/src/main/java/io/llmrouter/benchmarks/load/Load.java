package io.llmrouter.benchmarks.load;

import java.util.Arrays;
import java.util.Optional;

/** What is asked of a gateway, and by how many clients at a time. */
public enum Load {
    /** Small requests, small answers. */
    JSON("json", "JSON, 600-byte request", 600, false, 64),
    /** A long prompt, a small answer. */
    JSON_LARGE("json-100k", "JSON, 100 KB request", 100_000, false, 64),
    /** Streams whose chunks are written one by one. */
    SSE("sse", "SSE, 50 separate chunks", 600, true, 64),
    /** Streams whose chunks are written all at once. */
    SSE_BURST("burst", "SSE, 50 chunks in one burst", 600, true, 64),
    /** One request at a time: what a gateway adds where nothing waits in line. */
    SINGLE("single", "JSON, one request at a time", 600, false, 1),
    /** Many streams that take a second each. */
    SLOW("slow", "1,000 slow streams, 20 ms between chunks", 600, true, 1000);

    /** How many pieces of text a streamed answer has. */
    public static final int CHUNKS = 50;

    /** The time between two chunks of a slow stream, in milliseconds. */
    public static final int PAUSE_MILLIS = 20;

    private final String key;
    private final String title;
    private final int requestBytes;
    private final boolean stream;
    private final int connections;

    Load(String key, String title, int requestBytes, boolean stream, int connections) {
        this.key = key;
        this.title = title;
        this.requestBytes = requestBytes;
        this.stream = stream;
        this.connections = connections;
    }

    /** The name on the command line. */
    public String key() {
        return key;
    }

    /** The name in the report. */
    public String title() {
        return title;
    }

    /** The length of a request's body. */
    public int requestBytes() {
        return requestBytes;
    }

    /** Whether the answer comes as a stream of events. */
    public boolean stream() {
        return stream;
    }

    /** How many requests are under way at a time, each on a connection of its own. */
    public int connections() {
        return connections;
    }

    /** How many pieces of text an answer has. */
    public int pieces() {
        return stream ? CHUNKS : 1;
    }

    /** The load of a name on the command line. */
    public static Optional<Load> of(String key) {
        return Arrays.stream(values()).filter(load -> load.key.equals(key)).findFirst();
    }
}
