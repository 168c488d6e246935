package io.llmrouter.http;

import java.nio.ByteBuffer;

/**
 * Is told one answer: its head, then its bytes, then its end; or a failure at any point, after which comes nothing.
 *
 * <p>The calls come in order and one at a time, though not always on the same thread. The transport reads no further
 * while a call runs, so a slow listener slows the sender. A listener throws nothing.
 */
public interface HttpListener {

    /** The status line and the headers have come. */
    void onHead(HttpHead head);

    /**
     * A piece of the body.
     *
     * @param bytes valid during the call only; the listener may read them without copying
     */
    void onBytes(ByteBuffer bytes);

    /** The body is complete. */
    void onEnd();

    /**
     * The exchange broke.
     *
     * @param cause what the transport saw, for diagnosis; it holds neither headers nor bodies
     */
    void onFailure(TransportFailure failure, Throwable cause);
}
