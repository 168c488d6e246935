/** Benchmarks: the server beside other gateways, and the hot path by itself. */
module io.llmrouter.benchmarks {
    requires HdrHistogram;
    requires info.picocli;
    requires io.llmrouter.core;
    requires io.llmrouter.learned;
    requires io.llmrouter.wire;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;
    requires jmh.core;
    requires static org.jspecify;

    opens io.llmrouter.benchmarks to
            info.picocli;
    opens io.llmrouter.benchmarks.jmh to
            info.picocli;
}
