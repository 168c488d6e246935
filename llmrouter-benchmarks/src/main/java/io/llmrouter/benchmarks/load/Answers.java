package io.llmrouter.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mock's answers, encoded once. */
public final class Answers {
    /** Stands once in every piece of text, and nowhere else in an answer. */
    static final char MARK = '~';

    private static final String JSON =
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
                    + "\"model\":\"mock\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                    + "A replicated data type that merges concurrent changes without conflicts, so that every copy ends in "
                    + "the same state once it has seen the same changes, in whatever order they came. " + MARK
                    + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":40,\"total_tokens\":160}}";
    private static final String EVENT = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1700000000,\"model\":\"mock\",";
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Held for the life of the process, in memory that the kernel reads without a copy. */
    private static final Map<Load, List<ByteBuf>> ALL = Arrays.stream(Load.values())
            .collect(Collectors.toMap(
                    load -> load, Answers::encode, (one, other) -> one, () -> new EnumMap<>(Load.class)));

    private Answers() {}

    /** The body of an answer in JSON. */
    public static byte[] json() {
        return JSON.getBytes(StandardCharsets.US_ASCII);
    }

    /** An event of a stream that holds a piece of text, with its blank line. */
    public static byte[] event() {
        return event("").getBytes(StandardCharsets.US_ASCII);
    }

    /** What goes onto the socket, a write an element. */
    static List<ByteBuf> of(Load load) {
        return ALL.getOrDefault(load, List.of());
    }

    private static List<ByteBuf> encode(Load load) {
        if (!load.stream()) {
            return List.of(direct("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + JSON.length() + "\r\n\r\n" + JSON));
        }
        var writes = new ArrayList<String>();
        for (int i = 0; i < Load.CHUNKS; i++) {
            writes.add(i == 0 ? STREAM_HEAD + chunk(event("\"role\":\"assistant\",")) : chunk(event("")));
        }
        writes.add(chunk(EVENT + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                + chunk(EVENT + "\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":50,"
                        + "\"total_tokens\":170}}\n\n")
                + chunk("data: [DONE]\n\n")
                + "0\r\n\r\n");
        if (load == Load.SSE_BURST) {
            return List.of(direct(String.join("", writes)));
        }
        return writes.stream().map(Answers::direct).toList();
    }

    private static String event(String role) {
        return EVENT + "\"choices\":[{\"index\":0,\"delta\":{" + role + "\"content\":\" word" + MARK
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static ByteBuf direct(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
