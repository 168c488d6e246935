package io.llmrouter.benchmarks.gateway;

import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.load.RequestBytes;
import io.llmrouter.benchmarks.load.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a gateway one question on a connection of its own. */
final class Probe {
    private static final int TIMEOUT_MILLIS = 5000;
    private static final String OK = "HTTP/1.1 200";

    private final Target target;
    private final byte[] request;
    private String problem = "";

    Probe(Target target) {
        this.target = target;
        this.request = RequestBytes.request(Load.JSON, target);
    }

    /** Whether it answers with success. */
    boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            byte[] head = socket.getInputStream().readNBytes(OK.length());
            problem = "it answers '" + new String(head, StandardCharsets.ISO_8859_1) + "'";
            return new String(head, StandardCharsets.ISO_8859_1).equals(OK);
        } catch (IOException failure) {
            problem = String.valueOf(failure.getMessage());
            return false;
        }
    }

    /** Why not, at the last question. */
    String problem() {
        return problem;
    }
}
