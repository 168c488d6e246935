package io.llmrouter.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Counts what arrives on a WebSocket against the bytes that all requests share, since a message waits in the decoder until
 * it is whole. Touched on its event loop only.
 */
final class SocketBudget extends ChannelInboundHandlerAdapter {
    /** Two bytes and a mask. */
    private static final int CONTROL_HEAD = 6;

    private final BodyBudget budget;
    private long taken;

    SocketBudget(BodyBudget budget) {
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (message instanceof ByteBuf bytes) {
            int more = bytes.readableBytes();
            if (!budget.take(more)) {
                bytes.release();
                var busy = new CloseWebSocketFrame(WebSocketCloseStatus.TRY_AGAIN_LATER);
                from.pipeline().writeAndFlush(busy).addListener(written -> from.close());
                return;
            }
            taken += more;
        }
        from.fireChannelRead(message);
    }

    /** Sees the decoded frames: what pings and the like took is given back at once, since they are part of no message. */
    ChannelHandler controlFrames() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext from, Object frame) {
                if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
                    long size =
                            CONTROL_HEAD + ((WebSocketFrame) frame).content().readableBytes();
                    long back = Math.min(taken, size);
                    taken -= back;
                    budget.giveBack(back);
                }
                from.fireChannelRead(frame);
            }
        };
    }

    /** A message is whole: what it took is whoever's who answers it, to be given back. */
    long handOver() {
        long whole = taken;
        taken = 0;
        return whole;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        budget.giveBack(handOver());
    }
}
