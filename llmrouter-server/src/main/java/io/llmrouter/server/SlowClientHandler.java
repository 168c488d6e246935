package io.llmrouter.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection whose client takes nothing of what waits for it. One that takes it slowly may go on. */
final class SlowClientHandler extends ChannelOutboundHandlerAdapter {
    private final long patience;
    private @Nullable ScheduledFuture<?> check;
    private Progress seen = Progress.NONE;

    SlowClientHandler(Duration patience) {
        this.patience = patience.toMillis();
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        if (check == null && patience > 0) {
            seen = Progress.of(context);
            if (seen.isWaiting()) {
                watch(context);
            }
        }
    }

    private void watch(ChannelHandlerContext context) {
        check = context.executor().schedule(() -> look(context), patience, TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext context) {
        check = null;
        Progress now = Progress.of(context);
        if (now.isWaiting() && now.equals(seen)) {
            context.close();
        } else if (now.isWaiting()) {
            seen = now;
            watch(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (check != null) {
            check.cancel(false);
        }
    }

    /**
     * How far the client has come.
     *
     * @param messages messages that wait
     * @param bytes bytes that wait, those of a message until all of it is taken
     * @param taken bytes of the first message that are taken
     */
    private record Progress(int messages, long bytes, long taken) {
        private static final Progress NONE = new Progress(0, 0, 0);

        static Progress of(ChannelHandlerContext context) {
            ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
            return waiting == null || waiting.isEmpty()
                    ? NONE
                    : new Progress(waiting.size(), waiting.totalPendingWriteBytes(), waiting.currentProgress());
        }

        boolean isWaiting() {
            return messages > 0;
        }
    }
}
