package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.error.CancelledException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the caller of a stream does: cancel, hold, be slow, fail. */
class StreamControlTest {
    @Test
    void cancellingClosesTheSocketWithinASecondAndTellsTheSinkOnce() throws Exception {
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(Frames.start().text("Hel").bytes());
                    peer.awaitClientLeaves();
                });
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.firstDelta.await(10, TimeUnit.SECONDS)).isTrue();
            handle.cancel();
            handle.cancel();
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
            assertThat(sink.ends).containsExactly("error");
        }
    }

    @Test
    void cancellingBeforeTheHeadersClosesTheSocketWithinASecond() throws Exception {
        try (var server = new RawServer(RawServer.Peer::awaitClientLeaves);
                var model = TestModels.at(server.url())) {
            var sink = new RecordingSink();
            StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
            server.request();
            handle.cancel();
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void cancellingWhileTheSinkIsBusyClosesTheSocketAndTellsTheSinkAfterwards() throws Exception {
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var sink = new RecordingSink() {
            @Override
            public void onDelta(Delta delta) {
                busy.countDown();
                await(release);
                super.onDelta(delta);
            }
        };
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(Frames.start().text("Hel").text("lo").bytes());
                    peer.awaitClientLeaves();
                });
                var model = TestModels.at(server.url())) {
            StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            handle.cancel();
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
            assertThat(sink.ends).isEmpty();
            release.countDown();
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
            assertThat(sink.deltas).hasSize(1);
        }
    }

    @Test
    void aSinkThatThrowsCancelsTheCall() throws Exception {
        var sink = new RecordingSink() {
            @Override
            public void onDelta(Delta delta) {
                throw new IllegalStateException("of the test");
            }
        };
        try (var server = new RawServer(peer -> {
                    peer.beginStream();
                    peer.write(Frames.start().text("Hel").bytes());
                    peer.awaitClientLeaves();
                });
                var model = TestModels.at(server.url())) {
            model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.error())
                    .isInstanceOf(CancelledException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(server.clientLeft.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSlowSinkSlowsTheServer() throws Exception {
        var written = new AtomicLong();
        var stuck = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var sink = new RecordingSink() {
            @Override
            public void onDelta(Delta delta) {
                stuck.countDown();
                await(release);
            }
        };
        try (var server = new RawServer(endless(written));
                var model = TestModels.at(server.url())) {
            StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
            assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(highWaterMark(written)).isLessThan(32L * 1024 * 1024);
            handle.cancel();
            release.countDown();
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void aPausedStreamStopsReadingAndGoesOnWhenResumed() throws Exception {
        var written = new AtomicLong();
        var afterResume = new CountDownLatch(3);
        var sink = new RecordingSink() {
            private boolean held;

            @Override
            public void onDelta(Delta delta) {
                if (held) {
                    afterResume.countDown();
                } else {
                    held = true;
                    handle.join().pause();
                    super.onDelta(delta);
                }
            }
        };
        try (var server = new RawServer(endless(written));
                var model = TestModels.at(server.url())) {
            StreamHandle handle = model.stream(ChatRequest.of("Hi"), sink);
            assertThat(sink.firstDelta.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(highWaterMark(written)).isLessThan(32L * 1024 * 1024);
            assertThat(afterResume.getCount()).isEqualTo(3);
            handle.resume();
            assertThat(afterResume.await(10, TimeUnit.SECONDS)).isTrue();
            handle.cancel();
            assertThat(sink.error()).isInstanceOf(CancelledException.class);
        }
    }

    /** Writes as fast as it is read, 64 KB a frame, up to 64 MB. */
    private static RawServer.Handler endless(AtomicLong written) {
        byte[] frame = new Frames().text("x".repeat(64 * 1024)).bytes();
        return peer -> {
            peer.beginStream();
            peer.write(Frames.start().bytes());
            for (int i = 0; i < 1024; i++) {
                peer.write(frame);
                written.addAndGet(frame.length);
            }
        };
    }

    /** What was written when nothing more has been for a quarter of a second. */
    private static long highWaterMark(AtomicLong written) throws InterruptedException {
        long before = -1;
        var never = new CountDownLatch(1);
        while (before != written.get()) {
            before = written.get();
            assertThat(never.await(250, TimeUnit.MILLISECONDS)).isFalse();
        }
        return before;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("expected a release within 20 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
