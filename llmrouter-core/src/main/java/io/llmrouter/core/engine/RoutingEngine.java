package io.llmrouter.core.engine;

import io.llmrouter.api.AsyncChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.Feedback;
import io.llmrouter.api.Gauge;
import io.llmrouter.api.ModelHealth;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A router over one immutable configuration. */
public final class RoutingEngine implements Router, AsyncChatModel, CallContext {
    private final List<Member> members;
    private final List<ModelInfo> infos;
    private final Map<String, EmbeddingMember> embeddings;
    private final Selector selector;
    private final CallLimits limits;
    private final Duration deadline;
    private final Timing timing;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextLong());
    private final Resources resources;
    private final @Nullable CallRecorder recorder;
    private final @Nullable FeedbackReceiver feedback;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    /** Calls under way, one for whoever owns the engine, and one for each that is about to begin a call. */
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean closed;

    RoutingEngine(
            Map<String, Member> members,
            Map<String, EmbeddingMember> embeddings,
            Selector selector,
            CallLimits limits,
            Duration deadline,
            Timing timing,
            Resources resources,
            @Nullable CallRecorder recorder,
            @Nullable FeedbackReceiver feedback) {
        this.members = List.copyOf(members.values());
        this.infos = members.values().stream().map(Member::info).toList();
        this.embeddings = embeddings;
        this.selector = selector;
        this.limits = limits;
        this.deadline = deadline;
        this.timing = timing;
        this.resources = resources;
        this.recorder = recorder;
        this.feedback = feedback;
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        var call = new PlainCall(this, request);
        call.begin();
        return call.result();
    }

    @Override
    public StreamHandle stream(ChatRequest request, StreamingSink sink) {
        var call = new StreamCall(this, request, sink);
        call.open();
        return call;
    }

    @Override
    public RoutingDecision route(ChatRequest request) {
        return selector.select(request).decision();
    }

    @Override
    public boolean feedback(Feedback score) {
        return feedback != null && feedback.take(score);
    }

    @Override
    public List<ModelInfo> models() {
        return infos;
    }

    @Override
    public List<ModelInfo> modelsFor(ChatRequest request) {
        return selector.modelsFor(request).orElse(infos);
    }

    @Override
    public List<ModelInfo> embeddingModels() {
        return embeddings.values().stream().map(EmbeddingMember::info).toList();
    }

    @Override
    public Optional<EmbeddingModel> embeddingModel(String name) {
        return Optional.ofNullable(embeddings.get(name)).map(member -> request -> {
            var call = new EmbeddingCall(this, member, request);
            call.begin();
            return call.result();
        });
    }

    @Override
    public List<ModelHealth> health() {
        return members.stream()
                .map(member -> member.health().snapshot(member.name()))
                .toList();
    }

    @Override
    public List<Gauge> gauges() {
        return selector.gauges();
    }

    /**
     * Keeps the engine from being released; {@code false} if it has been.
     *
     * <p>To be followed by one {@link #release}. The owner releases the engine to have it closed as soon as the calls
     * under way have ended.
     */
    public boolean retain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Gives up what {@link #retain}, or the making of the engine, gave. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            closed = true;
            resources.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        calls.forEach(Call::giveUp);
        resources.close();
    }

    @Override
    public Timing timing() {
        return timing;
    }

    @Override
    public Backoff backoff() {
        return backoff;
    }

    @Override
    public Selector selector() {
        return selector;
    }

    @Override
    public CallLimits limits() {
        return limits;
    }

    @Override
    public Duration deadline() {
        return deadline;
    }

    @Override
    public @Nullable CallRecorder recorder() {
        return recorder;
    }

    @Override
    public @Nullable FeedbackReceiver feedback() {
        return feedback;
    }

    @Override
    public boolean enter(Call call) {
        if (closed || !retain()) {
            return false;
        }
        calls.add(call);
        if (closed) {
            leave(call);
            return false;
        }
        return true;
    }

    @Override
    public void leave(Call call) {
        if (calls.remove(call)) {
            release();
        }
    }
}
