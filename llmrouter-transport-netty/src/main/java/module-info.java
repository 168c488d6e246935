/** The HTTP transport of the server distribution, on Netty. */
module io.llmrouter.transport.netty {
    requires transitive io.llmrouter.http;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport.classes.epoll;

    exports io.llmrouter.transport.netty;

    provides io.llmrouter.http.HttpTransport with
            io.llmrouter.transport.netty.NettyHttpTransport;
}
