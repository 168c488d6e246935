package io.llmrouter.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** The requests of a load. */
public final class RequestBytes {
    private static final String PROSE = "The quick brown fox jumps over the lazy dog near the river bank at noon. ";

    private RequestBytes() {}

    /** The whole request: head and body. */
    public static byte[] request(Load load, Target target) {
        byte[] body = body(load, target.model());
        var head = new StringBuilder(256)
                .append("POST ")
                .append(target.path())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(target.port())
                .append("\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        target.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        var whole = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, whole, 0, headBytes.length);
        System.arraycopy(body, 0, whole, headBytes.length, body.length);
        return whole;
    }

    /** The body, of just the load's length. */
    public static byte[] body(Load load, String model) {
        String before = "{\"model\":\"" + model + "\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"";
        String after = "\"}],\"max_tokens\":256,\"temperature\":0.2" + (load.stream() ? ",\"stream\":true" : "") + "}";
        int length = load.requestBytes() - before.length() - after.length();
        String prompt = PROSE.repeat(length / PROSE.length() + 1).substring(0, length);
        return (before + prompt + after).getBytes(StandardCharsets.US_ASCII);
    }
}
