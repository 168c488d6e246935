package io.llmrouter.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A client: one request at a time on one connection. */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private final LoadRun run;
    private final AnswerCheck check;
    private @Nullable ChannelHandlerContext context;
    private boolean waiting;
    private boolean keepAlive;
    private long asked;

    LoadConnection(LoadRun run) {
        this.run = run;
        this.check = new AnswerCheck(run.load());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        ask(active);
    }

    @Override
    public void channelRead(ChannelHandlerContext readable, Object message) {
        try {
            if (message instanceof HttpResponse response) {
                check.begin(response.status().code());
                keepAlive = HttpUtil.isKeepAlive(response);
            }
            if (message instanceof HttpContent content) {
                int before = check.pieces();
                content.content().forEachByte(check);
                run.tally().pieces(check.pieces() - before);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (message instanceof LastHttpContent) {
            answered(readable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (waiting && !run.stopped()) {
            fail("the connection was closed before the answer was complete");
        }
        run.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        if (waiting && !run.stopped()) {
            fail(String.valueOf(cause.getMessage()));
        }
        broken.close();
    }

    void giveUpIfAskedBefore(long nanoTime) {
        if (waiting && asked < nanoTime) {
            fail("no complete answer in time");
            close();
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    private void ask(ChannelHandlerContext active) {
        waiting = true;
        asked = System.nanoTime();
        active.writeAndFlush(run.request());
    }

    private void answered(ChannelHandlerContext active) {
        waiting = false;
        long nanos = System.nanoTime() - asked;
        check.problem().ifPresentOrElse(run.tally()::error, () -> run.tally().answer(nanos));
        if (run.stopped() || !keepAlive) {
            active.close();
        } else {
            ask(active);
        }
    }

    private void fail(String why) {
        waiting = false;
        run.tally().error(why);
    }
}
