package io.llmrouter.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket with chats on it. */
final class ChatSocket implements WebSocket.Listener {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 60;

    private final Book book;
    private final Map<String, Chat> chats = new ConcurrentHashMap<>();
    private final StringBuilder frame = new StringBuilder();
    private @Nullable WebSocket socket;

    private ChatSocket(Book book) {
        this.book = book;
    }

    /** Opens sockets. */
    record Opener(HttpClient http, int port, Book book) {
        ChatSocket open(String key) throws ExecutionException, TimeoutException, InterruptedException {
            var opened = new ChatSocket(book);
            opened.socket = http.newWebSocketBuilder()
                    .header("authorization", "Bearer " + key)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/chat/ws"), opened)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return opened;
        }
    }

    private record Chat(Case asked, StringBuffer text, AtomicBoolean givenUp, CompletableFuture<Boolean> end) {
        Chat(Case asked) {
            this(asked, new StringBuffer(), new AtomicBoolean(), new CompletableFuture<>());
        }
    }

    /**
     * Chats, and waits for the end.
     *
     * @param leaveAfter milliseconds after which the chat is cancelled; negative for never
     */
    void chat(Case asked, String model, int leaveAfter)
            throws ExecutionException, TimeoutException, InterruptedException {
        var chat = new Chat(asked);
        String id = Integer.toString(asked.number);
        chats.put(id, chat);
        send(JSON.createObjectNode().put("id", id).put("model", model).put("message", Texts.prompt(asked.number)));
        if (leaveAfter >= 0) {
            TimeUnit.MILLISECONDS.sleep(leaveAfter);
            chat.givenUp().set(true);
            send(JSON.createObjectNode().put("type", "cancel").put("id", id));
        }
        chat.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void send(JsonNode message) throws ExecutionException, TimeoutException, InterruptedException {
        WebSocket open = socket;
        if (open != null) {
            open.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            String text = frame.toString();
            frame.setLength(0);
            try {
                frame(JSON.readTree(text));
            } catch (JacksonException noJson) {
                book.broken("A frame that is no JSON: " + text);
            }
        }
        from.request(1);
        return null;
    }

    private void frame(JsonNode message) {
        Chat chat = chats.get(message.path("id").asString(""));
        if (chat == null) {
            book.broken("A frame of no chat: " + message);
            return;
        }
        if (message.path("restart").asBoolean(false)) {
            chat.text().setLength(0);
        }
        chat.text().append(message.path("content").asString(""));
        if (!message.path("done").asBoolean(false) && !message.has("error")) {
            return;
        }
        chats.remove(Integer.toString(chat.asked().number));
        var answers = new Answers(book);
        if (message.has("error") && chat.givenUp().get()) {
            chat.asked().left();
        } else if (message.has("error")) {
            answers.error(chat.asked(), 0, message);
        } else {
            answers.whole(
                    chat.asked(), chat.text().toString(), message.path("model").asString(""));
        }
        chat.end().complete(true);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        fail(failure);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        fail(new IllegalStateException("closed: " + status + " " + reason));
        return null;
    }

    private void fail(Throwable failure) {
        chats.values().forEach(chat -> chat.end().completeExceptionally(failure));
    }

    /** Leaves without a word. */
    void abort() {
        chats.values().forEach(chat -> chat.asked().left());
        chats.clear();
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
