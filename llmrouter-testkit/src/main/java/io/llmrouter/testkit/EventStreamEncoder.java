package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes messages of AWS's binary event stream.
 *
 * <p>A message is its length, the length of its headers, the CRC-32 of these eight bytes, the headers, the payload, and
 * the CRC-32 of all of it; all numbers are big-endian. See the Amazon Event Stream Specification of Smithy.
 */
final class EventStreamEncoder {
    private static final int FRAMING_BYTES = 16;
    private static final int STRING_TYPE = 7;

    private EventStreamEncoder() {}

    /** An event, such as {@code contentBlockDelta}, with a JSON payload. */
    static byte[] event(String type, byte[] payload) {
        return json("event", type, payload);
    }

    /** An exception, such as {@code throttlingException}, with a JSON payload. */
    static byte[] exception(String type, byte[] payload) {
        return json("exception", type, payload);
    }

    private static byte[] json(String messageType, String type, byte[] payload) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(":" + messageType + "-type", type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", messageType);
        return message(headers, payload);
    }

    /** A message with text headers. */
    static byte[] message(Map<String, String> headers, byte[] payload) {
        byte[] head = headers(headers);
        int length = FRAMING_BYTES + head.length + payload.length;
        var message = new byte[length];
        ByteBuffer writer = ByteBuffer.wrap(message);
        writer.putInt(length).putInt(head.length);
        writer.putInt(crc(writer));
        writer.put(head).put(payload);
        writer.putInt(crc(writer));
        return message;
    }

    private static int crc(ByteBuffer written) {
        var crc = new CRC32();
        crc.update(written.duplicate().flip());
        return (int) crc.getValue();
    }

    private static byte[] headers(Map<String, String> headers) {
        var bytes = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
            bytes.write(nameBytes.length);
            bytes.writeBytes(nameBytes);
            bytes.write(STRING_TYPE);
            bytes.write(valueBytes.length >>> 8);
            bytes.write(valueBytes.length);
            bytes.writeBytes(valueBytes);
        });
        return bytes.toByteArray();
    }
}
