package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A wire format as a provider speaks it. Safe for concurrent use. */
interface ProviderFormat {

    WireKind kind();

    /**
     * A chat request.
     *
     * @throws io.llmrouter.api.error.InvalidRequestException if it is not one
     */
    ReceivedRequest decode(HttpRequest request);

    byte[] whole(ChatResponse response);

    Stream stream(ChatResponse response, boolean usage);

    String streamContentType();

    /** The body of an error; {@code code} is {@code null} for the usual one of the status. */
    byte[] error(int status, @Nullable String code, String message);

    /** The headers that go with {@link #error}. */
    Map<String, String> errorHeaders(int status, @Nullable String code);

    /** Writes one streamed answer. Not safe for concurrent use. */
    interface Stream {

        byte[] start();

        byte[] delta(Delta delta);

        /** The end of the answer, with its end mark or without. */
        byte[] end(boolean mark);

        /** An event that is not JSON. */
        byte[] invalid();

        byte[] error(String code, String message);

        /** The same event with a wrong checksum, if the format has one. */
        default byte[] corrupted(byte[] event) {
            return event;
        }
    }
}
