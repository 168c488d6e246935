package io.llmrouter.http.provider;

import io.llmrouter.api.TraceContext;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.http.HttpHead;
import io.llmrouter.http.HttpListener;
import io.llmrouter.http.TransportFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent with one key after another while the provider refuses the key itself.
 *
 * <p>A refused key rests. Each key is tried at most once; a rate limit that waiting would lift is left to the caller.
 */
final class KeyedExchange implements HttpListener {
    private static final int MAX_REFUSAL_BYTES = 1 << 20;

    private final Upstream upstream;
    private final boolean stream;
    private final AnswerListener listener;
    private final CurrentExchange current = new CurrentExchange();
    private final Set<Integer> triedKeys = new HashSet<>();
    private Object request = this;
    private byte[] body = {};
    private @Nullable TraceContext trace;
    private @Nullable ApiKey key;
    private @Nullable Refusal refusal;
    private boolean answering;

    KeyedExchange(Upstream upstream, boolean stream, AnswerListener listener) {
        this.upstream = upstream;
        this.stream = stream;
        this.listener = listener;
    }

    /**
     * Sends the request with the next key.
     *
     * @param request what the model was asked with, by which its keys are found
     */
    void start(Object request, byte[] body, @Nullable TraceContext trace) {
        this.request = request;
        this.body = body;
        this.trace = trace;
        ApiKey next = nextKey();
        if (next == null && upstream.endpoint().keyNeeded()) {
            listener.onFailure(upstream.failures().missingKey());
        } else {
            send(next);
        }
    }

    void pause() {
        current.pause();
    }

    void resume() {
        current.resume();
    }

    void cancel() {
        current.cancel();
    }

    /** What an error of the answer's format means here: without secrets, and with the consequence for the key. */
    LlmRouterException settled(LlmRouterException error) {
        if (key != null && concernsKey(error)) {
            upstream.keys().refused(key, error);
        }
        List<String> secrets = new ArrayList<>(upstream.endpoint().secrets());
        if (key != null) {
            secrets.add(key.secret().strip());
        }
        return upstream.failures().explained(error, new Redaction(secrets));
    }

    @Override
    public void onHead(HttpHead head) {
        if (head.status() >= 200 && head.status() < 300) {
            answering = true;
            listener.onAnswer(head);
        } else {
            refusal = new Refusal(head, new BoundedBody(MAX_REFUSAL_BYTES));
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        Refusal refused = refusal;
        if (refused == null) {
            listener.onBytes(bytes);
        } else if (!refused.body().add(bytes)) {
            current.drop();
            onRefused(refused);
        }
    }

    @Override
    public void onEnd() {
        Refusal refused = refusal;
        if (refused == null) {
            listener.onEnd();
        } else {
            onRefused(refused);
        }
    }

    @Override
    public void onFailure(TransportFailure failure, Throwable cause) {
        Refusal refused = refusal;
        if (refused == null) {
            listener.onFailure(upstream.failures().unreachable(failure, cause, answering));
        } else {
            onRefused(refused);
        }
    }

    private void onRefused(Refusal refused) {
        refusal = null;
        LlmRouterException error = settled(upstream.format()
                .decodeError(
                        refused.head().status(),
                        refused.body().toBytes(),
                        RetryAfter.of(refused.head(), upstream.clock())));
        ApiKey next = concernsKey(error) && !error.retryable() ? nextKey() : null;
        if (next == null) {
            listener.onFailure(error);
        } else {
            send(next);
        }
    }

    private void send(@Nullable ApiKey next) {
        key = next;
        if (next != null && !ExtraHeaders.isValue(next.secret().strip())) {
            listener.onFailure(upstream.failures().unusableKey(next));
            return;
        }
        current.start(upstream.transport().exchange(upstream.endpoint().call(body, next, stream, trace), this));
    }

    /** The next key, unless it was already tried. */
    private @Nullable ApiKey nextKey() {
        return upstream.endpoint().takesKey()
                ? upstream.keys()
                        .next(request)
                        .filter(next -> triedKeys.add(next.index()))
                        .orElse(null)
                : null;
    }

    private static boolean concernsKey(LlmRouterException error) {
        return error instanceof AuthenticationException
                || error instanceof PermissionDeniedException
                || error instanceof RateLimitException;
    }

    private record Refusal(HttpHead head, BoundedBody body) {}
}
