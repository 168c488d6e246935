package io.llmrouter.bedrock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The body of a response: as many buffers are read from the socket as the subscriber asks for. */
final class JdkHttpBody implements Publisher<ByteBuffer> {
    /** More of an error's text is of no use. */
    private static final long LONGEST_ERROR = 64 * 1024;
    /** Far above the longest answer; what is longer does not come from a model. */
    private static final long LONGEST_ANSWER = 128L * 1024 * 1024;

    private final Source source;
    private final boolean error;
    private final JdkHttpExchange exchange;

    JdkHttpBody(Source source, int status, JdkHttpExchange exchange) {
        this.source = source;
        this.error = status / 100 != 2;
        this.exchange = exchange;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        source.subscribe(new Relay(subscriber));
    }

    /** The JDK's publisher, which can be cancelled before anybody reads it and while somebody does. */
    static final class Source {
        private final Flow.Publisher<List<ByteBuffer>> publisher;
        private boolean taken;
        private boolean cancelled;
        private Flow.@Nullable Subscription subscription;

        Source(Flow.Publisher<List<ByteBuffer>> publisher) {
            this.publisher = publisher;
        }

        void subscribe(Flow.Subscriber<List<ByteBuffer>> subscriber) {
            synchronized (this) {
                taken = true;
            }
            publisher.subscribe(subscriber);
        }

        /** Remembers what to cancel; whether it is still wanted. */
        boolean begun(Flow.Subscription begun) {
            synchronized (this) {
                subscription = begun;
                if (!cancelled) {
                    return true;
                }
            }
            begun.cancel();
            return false;
        }

        void cancel() {
            boolean unread;
            Flow.Subscription begun;
            synchronized (this) {
                cancelled = true;
                unread = !taken;
                taken = true;
                begun = subscription;
            }
            if (begun != null) {
                begun.cancel();
            } else if (unread) {
                publisher.subscribe(new Unwanted());
            }
        }
    }

    /** Hands the JDK's lists on as single buffers, one for one, so that the demand of both sides is the same. */
    private final class Relay implements Flow.Subscriber<List<ByteBuffer>>, Subscription {
        private final Subscriber<? super ByteBuffer> subscriber;
        private Flow.@Nullable Subscription upstream;
        private long received;
        private boolean ended;

        Relay(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            source.begun(subscription);
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            if (upstream != null) {
                upstream.request(count);
            }
        }

        @Override
        public void cancel() {
            source.cancel();
            exchange.done().completeExceptionally(new CancellationException("The reader of the body has left"));
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (ended) {
                return;
            }
            ByteBuffer buffer = joined(buffers);
            received += buffer.remaining();
            if (error && received >= LONGEST_ERROR) {
                endEarly(buffer);
            } else if (received > LONGEST_ANSWER) {
                source.cancel();
                onError(new IOException("The body is longer than " + LONGEST_ANSWER + " bytes"));
            } else if (buffer.hasRemaining()) {
                subscriber.onNext(buffer);
            } else {
                request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                ended = true;
                subscriber.onError(failure);
                exchange.fail(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!ended) {
                ended = true;
                subscriber.onComplete();
                exchange.done().complete(null);
            }
        }

        private void endEarly(ByteBuffer last) {
            source.cancel();
            long surplus = received - LONGEST_ERROR;
            last.limit(last.limit() - (int) Math.min(surplus, last.remaining()));
            if (last.hasRemaining()) {
                subscriber.onNext(last);
            }
            onComplete();
        }

        private static ByteBuffer joined(List<ByteBuffer> buffers) {
            if (buffers.size() == 1) {
                return buffers.get(0).duplicate();
            }
            var whole = ByteBuffer.allocate(
                    buffers.stream().mapToInt(ByteBuffer::remaining).sum());
            buffers.forEach(part -> whole.put(part.duplicate()));
            return whole.flip();
        }
    }

    /** A reader that leaves at once, which closes the socket. */
    private static final class Unwanted implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
