package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.engine.NoRoom.Why;
import io.llmrouter.core.engine.WaitingLine.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call's search for a model that has room for it: it asks each in turn, and if none has, it waits in line for the
 * first. It ends once: with an entry, with an error, or given up.
 */
final class Search implements WaitingLine.Guest {
    /** The longest wait where all models are broken, since nobody knows whether they come back. */
    private static final Duration PATIENCE_WITH_BROKEN = Duration.ofSeconds(10);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double USUAL_LATENCY_MILLIS = 1_000;

    private final CallContext context;
    private final WaitingLine line;
    private final ChatRequest request;
    private final long promptTokens;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final @Nullable Duration left;
    private final Duration before;
    private final Found found;
    private final long startedAt;
    private final List<NoRoom> refusals = new ArrayList<>(2);
    private List<String> doors = List.of();

    private WaitingLine.@Nullable Place place;
    private Timing.@Nullable Cancellable limit;
    private boolean ended;

    /**
     * Prepares a search.
     *
     * @param members whom to ask, in order
     * @param left the time left for the call; {@code null} if it has no deadline
     * @param before how long the call has waited in line before
     */
    Search(
            CallContext context,
            ChatRequest request,
            long promptTokens,
            List<Member> members,
            @Nullable Duration left,
            Duration before,
            Found found) {
        this.context = context;
        this.line = context.gate().line();
        this.request = request;
        this.promptTokens = promptTokens;
        this.left = left;
        this.before = before;
        this.found = found;
        this.startedAt = context.timing().nanoTime();
        members.forEach(member -> this.members.put(member.name(), member));
    }

    /** Who is told how the search ended. */
    interface Found {
        /** A model has room; the entry is to be used or given back. */
        void letIn(Entry entry, Duration waited);

        /** No model has room in time. */
        void sentAway(LlmRouterException error);
    }

    void start() {
        askFrom(List.copyOf(members.values()), 0);
    }

    private void askFrom(List<Member> asked, int from) {
        for (int i = from; i < asked.size(); i++) {
            Member member = asked.get(i);
            if (line.isAhead(member.name(), priority())) {
                refusals.add(behindOthers(member));
                continue;
            }
            CompletableFuture<Reply> reply = context.gate().ask(member, request, promptTokens);
            if (!reply.isDone()) {
                int next = i + 1;
                reply.whenComplete((known, failure) -> {
                    if (!isAnswered(known, failure)) {
                        askFrom(asked, next);
                    }
                });
                return;
            }
            if (reply.handle(this::isAnswered).join()) {
                return;
            }
        }
        queueUp();
    }

    private static NoRoom behindOthers(Member member) {
        return new NoRoom(
                member,
                Why.FULL,
                null,
                null,
                () -> new RateLimitException(
                        ErrorFacts.because("Other calls wait for the model '" + member.name() + "' already")
                                .model(member.name())
                                .provider(member.info().provider())
                                .httpStatus(429)
                                .help("Ask again later, or configure llms." + member.name() + ".fallbacks.")
                                .build()));
    }

    /** Whether the search is over. */
    private boolean isAnswered(@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply instanceof NoRoom refusal) {
            refusals.add(refusal);
            return hasEnded();
        }
        if (reply instanceof Entry entry) {
            use(entry, Duration.ZERO);
        } else {
            sendAway(CallErrors.ofDecision(failure));
        }
        return true;
    }

    /** No model has room: waits in line, unless that is no use. */
    private void queueUp() {
        NoRoom soonest = soonest();
        if (soonest.why() == Why.NEVER) {
            sendAway(soonest.error());
            return;
        }
        Duration most = patience();
        Duration wait = soonest.retryAfter().orElse(Duration.ZERO);
        if (line.config().isOff()
                || most.isNegative()
                || wait.compareTo(most) > 0
                || (left != null && wait.compareTo(left) >= 0)) {
            line.countRefused();
            LlmRouterException error = soonest.error();
            sendAway(error.with(
                    error.facts().toBuilder().retryAfter(retryAfter(soonest)).build()));
            return;
        }
        doors = refusals.stream()
                .filter(refusal -> refusal.why() != Why.NEVER)
                .map(refusal -> refusal.member().name())
                .toList();
        WaitingLine.Place taken = line.join(this);
        if (taken == null) {
            refuse("Too many calls wait already (limits.queue.max_waiting)");
        } else {
            wait(taken, most);
        }
    }

    private void wait(WaitingLine.Place taken, Duration most) {
        boolean over;
        synchronized (this) {
            place = taken;
            over = ended;
            if (!over) {
                limit = context.timing().after(most, () -> waitedTooLong(most));
            }
        }
        if (over) {
            line.leave(taken);
        } else {
            line.serve(taken);
        }
    }

    /** The model that may have room first, as far as anybody knows. */
    private NoRoom soonest() {
        return Collections.min(
                refusals,
                Comparator.comparing((NoRoom refusal) -> refusal.why() == Why.NEVER)
                        .thenComparing(refusal -> refusal.retryAfter().orElse(Duration.ZERO)));
    }

    private Duration patience() {
        Duration most = line.config().maxWait().minus(before);
        boolean broken = refusals.stream().allMatch(refusal -> refusal.why() == Why.BROKEN);
        return broken && most.compareTo(PATIENCE_WITH_BROKEN) > 0 ? PATIENCE_WITH_BROKEN : most;
    }

    /** When it is worth asking again for a call that comes behind those who wait: what is known, or an estimate. */
    private Duration retryAfter(NoRoom refusal) {
        Member member = refusal.member();
        RateLimits limits = member.entry().limits();
        int ahead = line.waitingAt(member.name());
        Duration known = refusal.retryAfter().orElse(null);
        if (known != null) {
            Integer requests = limits.requestsPerMinute();
            return requests == null
                    ? known
                    : known.plus(MINUTE.multipliedBy(ahead).dividedBy(requests));
        }
        int together = limits.maxConcurrent() == null ? 1 : Math.max(1, limits.maxConcurrent());
        double millis = member.latencyMillis().orElse(USUAL_LATENCY_MILLIS) * (ahead + 1) / together;
        return Duration.ofMillis((long) Math.ceil(millis));
    }

    private void waitedTooLong(Duration most) {
        WaitingLine.Place taken;
        synchronized (this) {
            taken = place;
        }
        if (taken != null && line.leave(taken)) {
            refuse("No model had room within " + most.toMillis() + " ms (limits.queue.max_wait)");
        }
    }

    private void refuse(String because) {
        line.countRefused();
        NoRoom soonest = soonest();
        sendAway(new RateLimitException(
                ErrorFacts.because(because + ". " + soonest.error().summary())
                        .model(soonest.member().name())
                        .provider(soonest.member().info().provider())
                        .httpStatus(429)
                        .retryAfter(retryAfter(soonest))
                        .help("Ask again later, raise limits of the models or limits.queue, or configure fallbacks.")
                        .build()));
    }

    /** Gives the search, and the place in line, up. */
    void giveUp() {
        end();
        WaitingLine.Place taken;
        synchronized (this) {
            taken = place;
        }
        if (taken != null) {
            line.leave(taken);
        }
    }

    private void sendAway(LlmRouterException error) {
        if (end()) {
            found.sentAway(error);
        }
    }

    private void use(Entry entry, Duration waited) {
        if (end()) {
            found.letIn(entry, waited);
        } else {
            entry.giveBack();
        }
    }

    private synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (limit != null) {
            limit.cancel();
        }
        return true;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public int priority() {
        return request.options().priorityOrUsual();
    }

    @Override
    public List<String> doors() {
        return doors;
    }

    @Override
    public CompletableFuture<Answer> ask(String door) {
        Member member = Objects.requireNonNull(members.get(door));
        return context.gate().ask(member, request, promptTokens).thenApply(this::answerOf);
    }

    private Answer answerOf(Reply reply) {
        if (reply instanceof Entry entry) {
            return Answer.of(new Leave(entry));
        }
        NoRoom refusal = (NoRoom) reply;
        Duration again = refusal.again();
        if (again != null && refusal.why() != Why.FULL) {
            again = context.backoff().jittered(again); // other processes wait for the same provider
        }
        return new Answer(null, again, refusal.why() == Why.PAUSED);
    }

    /** Told on another thread: the one that took the place has a call of its own to see to. */
    @Override
    public void displaced() {
        context.timing()
                .after(Duration.ZERO, () -> refuse("A call of a higher priority took this one's place in the queue"));
    }

    @Override
    public void failed(@Nullable Throwable failure) {
        sendAway(CallErrors.ofDecision(failure));
    }

    @Override
    public long waitedNanos() {
        return context.timing().nanoTime() - startedAt;
    }

    @Override
    public Timing timing() {
        return context.timing();
    }

    /** The leave to go in after a wait. */
    private final class Leave implements WaitingLine.Pass {
        private final Entry entry;

        Leave(Entry entry) {
            this.entry = entry;
        }

        @Override
        public void use() {
            Search.this.use(entry, Duration.ofNanos(waitedNanos()));
        }

        @Override
        public void giveBack() {
            entry.giveBack();
        }
    }
}
