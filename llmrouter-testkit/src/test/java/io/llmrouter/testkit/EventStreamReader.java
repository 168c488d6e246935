package io.llmrouter.testkit;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads AWS's binary event stream, written from its specification alone; checks both checksums of each message. */
final class EventStreamReader {
    private EventStreamReader() {}

    /** A message. */
    record Message(Map<String, String> headers, String payload) {
        String type() {
            return headers.getOrDefault(":event-type", headers.getOrDefault(":exception-type", ""));
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(payload);
        }
    }

    /** A message whose checksum does not fit. */
    static final class WrongChecksum extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static List<Message> read(byte[] stream) throws IOException {
        var messages = new ArrayList<Message>();
        int at = 0;
        while (at < stream.length) {
            var in = new DataInputStream(new ByteArrayInputStream(stream, at, stream.length - at));
            int total = in.readInt();
            int headerBytes = in.readInt();
            check(stream, at, 8, in.readInt());
            check(stream, at, total - 4, trailer(stream, at + total - 4));
            byte[] head = in.readNBytes(headerBytes);
            byte[] payload = in.readNBytes(total - headerBytes - 16);
            messages.add(new Message(headers(head), new String(payload, StandardCharsets.UTF_8)));
            at += total;
        }
        return messages;
    }

    private static int trailer(byte[] stream, int at) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(stream, at, 4)).readInt();
    }

    private static void check(byte[] stream, int start, int length, int expected) throws WrongChecksum {
        var crc = new CRC32();
        crc.update(stream, start, length);
        if ((int) crc.getValue() != expected) {
            throw new WrongChecksum();
        }
    }

    private static Map<String, String> headers(byte[] head) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        var in = new DataInputStream(new ByteArrayInputStream(head));
        while (in.available() > 0) {
            String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            if (in.readUnsignedByte() != 7) {
                throw new IOException("Expected a text header");
            }
            headers.put(name, new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
