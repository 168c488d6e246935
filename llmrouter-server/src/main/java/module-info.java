/** The OpenAI-compatible server, on Netty. */
module io.llmrouter.server {
    requires transitive io.llmrouter.core;
    requires io.llmrouter.transport.netty;
    requires io.llmrouter.wire;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires tools.jackson.databind;

    exports io.llmrouter.server;

    uses io.llmrouter.api.spi.RoutingStrategyProvider;
}
