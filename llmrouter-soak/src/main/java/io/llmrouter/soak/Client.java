package io.llmrouter.soak;

import io.llmrouter.soak.HttpConnection.Head;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client that asks one thing after the other: well, badly, slowly, or not to the end. */
final class Client implements Runnable, AutoCloseable {
    static final String HALF = "half a request";

    private static final List<String> MODELS =
            List.of("oa", "an", "br", "pf", "late", "oa", "an", "br", "calm", "slots", "auto", "auto", "extra");

    private final int port;
    private final Book book;
    private final Answers answers;
    private final Traffic traffic;
    private final SplittableRandom random;
    private final ChatSocket.Opener sockets;
    private @Nullable HttpConnection kept;
    private @Nullable ChatSocket socket;

    Client(int port, Book book, Traffic traffic, HttpClient http, SplittableRandom random) {
        this.port = port;
        this.book = book;
        this.answers = new Answers(book);
        this.traffic = traffic;
        this.random = random;
        this.sockets = new ChatSocket.Opener(http, port, book);
    }

    @Override
    public void run() {
        try {
            while (traffic.mayAsk()) {
                try {
                    ask();
                } finally {
                    traffic.asked();
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void ask() throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 58) {
            http(Manner.PATIENT);
        } else if (dice < 70) {
            http(Manner.LEAVES);
        } else if (dice < 75) {
            http(Manner.SLOW);
        } else if (dice < 80) {
            bad();
        } else if (dice < 84) {
            half();
        } else if (dice < 86) {
            look();
        } else {
            onSocket();
        }
    }

    private enum Manner {
        PATIENT,
        LEAVES,
        SLOW
    }

    private void http(Manner manner) throws InterruptedException {
        boolean anthropic = random.nextInt(3) == 0;
        boolean stream = random.nextInt(3) > 0;
        Case asked = book.open((anthropic ? "anthropic" : "openai")
                + (stream ? " streamed" : " whole")
                + (manner == Manner.SLOW ? ", slow" : ""));
        String body = "{\"model\":\"" + MODELS.get(random.nextInt(MODELS.size())) + "\",\"max_tokens\":100,\"stream\":"
                + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + Texts.prompt(asked.number) + "\"}]}";
        byte[] request = HttpConnection.request(
                "POST",
                anthropic ? "/v1/messages" : "/v1/chat/completions",
                key(),
                body.getBytes(StandardCharsets.UTF_8));
        int leaveAfter = manner == Manner.LEAVES ? random.nextInt(4_000) : Integer.MAX_VALUE;
        boolean leaveEarly = manner == Manner.LEAVES && random.nextInt(3) == 0;
        try {
            HttpConnection connection = connection();
            connection.send(request, request.length);
            if (leaveEarly) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                leave(connection, asked);
                return;
            }
            Head head = connection.head();
            String answer = connection.body(head, bytes -> {
                if (manner == Manner.SLOW) {
                    TimeUnit.MILLISECONDS.sleep(15);
                }
                return bytes < leaveAfter;
            });
            if (answer.isEmpty() && manner == Manner.LEAVES) {
                leave(connection, asked);
                return;
            }
            answers.judge(asked, anthropic, head, answer);
            keep(connection, head);
        } catch (IOException failure) {
            book.broken("The connection failed: " + failure + ", " + asked);
            forget();
        }
    }

    private String key() {
        int dice = random.nextInt(20);
        return switch (dice) {
            case 0, 1 -> Configuration.TIGHT;
            case 2 -> Configuration.POOR;
            case 3, 4, 5 -> Configuration.PLACES;
            default -> Configuration.OPEN;
        };
    }

    private HttpConnection connection() throws IOException {
        HttpConnection open = kept;
        kept = null;
        return open == null ? new HttpConnection(port) : open;
    }

    private void keep(HttpConnection connection, Head head) throws IOException {
        if (random.nextInt(4) == 0 || "close".equals(head.headers().get("connection"))) {
            connection.close();
        } else {
            kept = connection;
        }
    }

    private void leave(HttpConnection connection, Case asked) throws IOException {
        asked.left();
        if (random.nextBoolean()) {
            connection.reset();
        } else {
            connection.close();
        }
    }

    private void forget() {
        HttpConnection open = kept;
        kept = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failure) {
                book.broken("A connection could not be closed: " + failure);
            }
        }
    }

    /** A request that is wrong: it is refused in good order. */
    private void bad() {
        book.count("requests.bad");
        String[] bodies = {"{", "[]", "{\"model\":\"oa\"}", "{\"model\":\"nobody\",\"messages\":[]}", "\u0000", "{}"};
        String body = bodies[random.nextInt(bodies.length)];
        boolean stranger = random.nextInt(4) == 0;
        byte[] request = HttpConnection.request(
                "POST",
                "/v1/chat/completions",
                stranger ? "a-strangers-key" : Configuration.OPEN,
                body.getBytes(StandardCharsets.UTF_8));
        try (var connection = new HttpConnection(port)) {
            connection.send(request, request.length);
            Head head = connection.head();
            if (head.status() < 400 || head.status() >= 500) {
                book.broken("A bad request was answered " + head.status() + ": " + body);
            }
        } catch (IOException failure) {
            book.broken("A bad request was not answered: " + failure);
        }
    }

    /** A request that stops in its middle: nothing is to come of it. */
    private void half() throws InterruptedException {
        Case asked = book.open(HALF);
        String body = "{\"model\":\"oa\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Texts.prompt(asked.number)
                + "\"}]}";
        byte[] request = HttpConnection.request(
                "POST", "/v1/chat/completions", Configuration.OPEN, body.getBytes(StandardCharsets.UTF_8));
        try (var connection = new HttpConnection(port)) {
            connection.send(request, 1 + random.nextInt(request.length - 1));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
            asked.left();
            connection.reset();
        } catch (IOException failure) {
            book.broken("Half a request could not be sent: " + failure);
        }
    }

    private void look() throws InterruptedException {
        book.count("requests.look");
        String[] paths = {"/metrics", "/v1/stats", "/v1/models", "/health", "/"};
        String path = paths[random.nextInt(paths.length)];
        byte[] request = HttpConnection.request("GET", path, Configuration.OPEN, new byte[0]);
        try (var connection = new HttpConnection(port)) {
            connection.send(request, request.length);
            Head head = connection.head();
            String body = connection.body(head, bytes -> true);
            if (head.status() != 200 || body.isEmpty()) {
                book.broken(path + " was answered " + head.status());
            }
        } catch (IOException failure) {
            book.broken(path + " was not answered: " + failure);
        }
    }

    private void onSocket() throws InterruptedException {
        Case asked = book.open("websocket");
        try {
            ChatSocket open = socket;
            if (open == null) {
                open = sockets.open(Configuration.OPEN);
                socket = open;
            }
            boolean leaves = random.nextInt(5) == 0;
            open.chat(asked, MODELS.get(random.nextInt(MODELS.size())), leaves ? random.nextInt(100) : -1);
            if (leaves && random.nextBoolean()) {
                open.abort();
                socket = null;
            }
        } catch (ExecutionException | TimeoutException failure) {
            book.broken("A WebSocket failed: " + failure + ", " + asked);
            if (socket != null) {
                socket.abort();
            }
            socket = null;
        }
    }

    @Override
    public void close() {
        forget();
        if (socket != null) {
            socket.abort();
            socket = null;
        }
    }
}
