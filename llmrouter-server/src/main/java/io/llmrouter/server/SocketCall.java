package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.TraceContext;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.server.ClientKeys.Client;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One chat on a {@link ChatSocket}. */
final class SocketCall implements StreamingSink {
    private final ServerContext context;
    private final ChatSocket socket;
    private final OrderedLoop loop;
    private final SocketMessage.Chat chat;
    private final SocketFrames frames;
    private final long bytes;
    private @Nullable AdmittedCall call;
    private boolean cancelled;
    private volatile @Nullable Flow flow;
    private @Nullable LlmRouterException restart;

    SocketCall(ServerContext context, ChatSocket socket, OrderedLoop loop, SocketMessage.Chat chat, long bytes) {
        this.context = context;
        this.socket = socket;
        this.loop = loop;
        this.chat = chat;
        this.frames = chat.frames();
        this.bytes = bytes;
    }

    /** What its message took of the bytes that all requests share. */
    long bytes() {
        return bytes;
    }

    void start(Client client, @Nullable TraceContext trace) {
        var rules = new ChatRules(context);
        try {
            ChatRequest request = rules.admitted(chat.received().request(), client, RequestLog.newId(), trace);
            context.gate().pass(client, request, loop, tab -> begin(rules, request, tab), this::refused);
        } catch (RuntimeException refused) {
            refused(refused);
        }
    }

    private void begin(ChatRules rules, ChatRequest request, Tab tab) {
        if (cancelled) {
            tab.cancel();
            refused(CancelledException.byCaller());
            return;
        }
        StreamingSink sink = SettlingSink.of(rules.withPrefix(request, this), tab);
        var admitted = new AdmittedCall(
                context.admission(), loop, () -> context.router().stream(request, sink)::cancel, this::refused, tab);
        call = admitted;
        admitted.enter();
    }

    private void refused(RuntimeException failure) {
        String frame = failure instanceof LlmRouterException known
                ? frames.error(known)
                : frames.problem(
                        failure instanceof Problem ours ? ours : context.unforeseen("on a WebSocket", failure));
        socket.send(frame);
        socket.ended(chat.key());
    }

    void cancel() {
        cancelled = true;
        if (call != null) {
            call.cancel();
        }
    }

    void onWritable() {
        Flow held = flow;
        if (held != null) {
            held.onWritable();
        }
    }

    @Override
    public void onStart(StreamHandle handle) {
        flow = new Flow(handle, loop::isWritable);
    }

    @Override
    public void onModel(RoutingReport soFar) {
        send(frames.start(soFar));
    }

    @Override
    public void onDelta(Delta delta) {
        send(frames.delta(delta));
    }

    private void send(List<String> texts) {
        texts.forEach(socket::send);
        Flow held = flow;
        if (held != null) {
            held.written();
        }
    }

    @Override
    public void onRestart() {
        String frame = frames.restart();
        if (frame == null) {
            restart = ChatRules.restartUntold();
            throw restart;
        }
        socket.send(frame);
    }

    @Override
    public void onComplete(ChatResponse response) {
        context.metrics().routed(response.routing());
        send(frames.complete(response));
        end();
    }

    @Override
    public void onError(LlmRouterException error) {
        context.metrics().failed(error);
        socket.send(frames.error(restart == null ? error : restart));
        end();
    }

    private void end() {
        if (call != null) {
            call.ended();
        }
        socket.ended(chat.key());
    }
}
