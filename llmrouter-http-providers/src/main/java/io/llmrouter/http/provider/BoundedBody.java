package io.llmrouter.http.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The beginning of a body, up to a limit. */
final class BoundedBody {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** Keeps what fits; false if not everything did. */
    boolean add(ByteBuffer more) {
        int length = Math.min(more.remaining(), limit - bytes.size());
        var piece = new byte[length];
        more.get(piece);
        bytes.write(piece, 0, length);
        return !more.hasRemaining();
    }

    int limit() {
        return limit;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
