package io.llmrouter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A fake provider of language models on a real loopback socket.
 *
 * <p>It speaks OpenAI's, Anthropic's and Bedrock's wire formats at once, answers as it is told, faults included, and
 * records every request that reaches it. What a model was not told to answer is answered with an echo. Safe for
 * concurrent use.
 */
public final class FakeProvider implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Scripts scripts = new Scripts();
    private final RequestLog log = new RequestLog();
    private final Acceptor acceptor;

    private FakeProvider(ServerSocket server) {
        acceptor = new Acceptor(server, new Service(scripts, log));
    }

    /** Starts a fake on a free port of 127.0.0.1. */
    public static FakeProvider start() {
        return start(0);
    }

    /**
     * Starts a fake on a port of 127.0.0.1.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static FakeProvider start(int port) {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            try {
                server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 1_024);
            } catch (IOException e) {
                server.close();
                throw e;
            }
            return new FakeProvider(server);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected port " + port + " of 127.0.0.1 to be free", e);
        }
    }

    /**
     * Tells what a model answers: one answer a request, in order, the last one for ever.
     *
     * @param model the provider's id of the model, as the requests name it
     */
    public FakeProvider script(String model, Answer... answers) {
        scripts.script(Objects.requireNonNull(model, "model"), List.of(answers));
        return this;
    }

    /** Tells what all models answer that have no script of their own. */
    public FakeProvider scriptAny(Answer... answers) {
        scripts.any(List.of(answers));
        return this;
    }

    /** Lets a function say what a model answers; it is called on the connection's thread. */
    public FakeProvider respond(String model, Function<RecordedRequest, Answer> function) {
        scripts.respond(Objects.requireNonNull(model, "model"), Objects.requireNonNull(function, "function"));
        return this;
    }

    /** Lets models whose names are in the table of {@link Faults} have these faults. */
    public FakeProvider withFaultModels() {
        scripts.faultsByName();
        return this;
    }

    public int port() {
        return acceptor.port();
    }

    /** The base URL for clients of OpenAI's format. */
    public String openAiUrl() {
        return bedrockUrl() + "/v1";
    }

    /** The base URL for clients of Anthropic's format. */
    public String anthropicUrl() {
        return openAiUrl();
    }

    /** The endpoint for clients of Bedrock. */
    public String bedrockUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** The requests received so far, in order: the latest 10,000. */
    public List<RecordedRequest> requests() {
        return log.all();
    }

    /** The requests for one model. */
    public List<RecordedRequest> requests(String model) {
        return log.of(model);
    }

    /**
     * The requests, once there are that many.
     *
     * @throws AssertionError if there are fewer after that time
     */
    public List<RecordedRequest> awaitRequests(int count, Duration max) throws InterruptedException {
        return log.await(count, max);
    }

    /** How many connections are open now. */
    public int openConnections() {
        return acceptor.openConnections();
    }

    /** Closes the port and all connections, and ends all waits. No thread is left. */
    @Override
    public void close() {
        acceptor.close();
    }
}
