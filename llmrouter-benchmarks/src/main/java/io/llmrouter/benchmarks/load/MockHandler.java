package io.llmrouter.benchmarks.load;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** A connection of the mock. */
final class MockHandler extends ChannelInboundHandlerAdapter {
    private final MockProvider provider;
    private boolean keepAlive = true;

    MockHandler(MockProvider provider) {
        this.provider = provider;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            keepAlive = HttpUtil.isKeepAlive(request);
        }
        boolean complete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (complete) {
            new Writes(context, provider.script(), keepAlive).run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** The writes of an answer, one at each run. */
    private static final class Writes implements Runnable {
        private final ChannelHandlerContext context;
        private final MockProvider.Script script;
        private final boolean keepAlive;
        private int next;

        Writes(ChannelHandlerContext context, MockProvider.Script script, boolean keepAlive) {
            this.context = context;
            this.script = script;
            this.keepAlive = keepAlive;
        }

        @Override
        public void run() {
            if (!context.channel().isActive()) {
                return;
            }
            var written = context.writeAndFlush(script.writes().get(next++).duplicate());
            if (next == script.writes().size()) {
                if (!keepAlive) {
                    written.addListener(ChannelFutureListener.CLOSE);
                }
            } else if (script.pauseMillis() > 0) {
                context.executor().schedule(this, script.pauseMillis(), TimeUnit.MILLISECONDS);
            } else {
                context.executor().execute(this);
            }
        }
    }
}
