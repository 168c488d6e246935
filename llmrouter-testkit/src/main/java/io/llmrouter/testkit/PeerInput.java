package io.llmrouter.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the caller sends, with a way to wait that notices the caller leaving.
 *
 * <p>A blocking socket tells of the peer's leaving only to a reader: so waiting is reading with a timeout.
 */
final class PeerInput {
    /** Longer waits than this are cut in pieces, so that they fit the socket's timeout. */
    private static final long LONGEST_WAIT_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    PeerInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Some bytes, or -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int count = in.read(buffer, 0, buffer.length);
        limit = Math.max(count, 0);
        return count > 0;
    }

    /**
     * Waits.
     *
     * @throws PeerLeftException as soon as the caller closes its side
     */
    void await(Duration pause) throws IOException {
        if (pause.isZero() || pause.isNegative()) {
            return;
        }
        long deadline = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        while (left > 0) {
            awaitOnce(left);
            left = deadline - System.nanoTime();
        }
    }

    /** Waits until the caller leaves or the fake is closed; both end in an exception. */
    void awaitLeaving() throws IOException {
        while (true) {
            awaitOnce(Long.MAX_VALUE);
        }
    }

    private void awaitOnce(long nanos) throws IOException {
        long millis = Math.min(TimeUnit.NANOSECONDS.toMillis(nanos), LONGEST_WAIT_MILLIS);
        if (millis == 0 || !makeRoom()) {
            if (socket.isClosed()) {
                throw new IOException("The fake provider was closed");
            }
            LockSupport.parkNanos(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(10)));
            return;
        }
        socket.setSoTimeout((int) millis);
        try {
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                throw new PeerLeftException("The caller closed the connection");
            }
            limit += count;
        } catch (SocketTimeoutException timeIsUp) {
            return;
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(0);
            }
        }
    }

    private boolean makeRoom() {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        return limit < buffer.length;
    }
}
