package io.llmrouter.core.engine;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Message;
import io.llmrouter.api.ToolCall;
import io.llmrouter.core.journal.CallRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tells conversations apart: by the tag {@code session}, else by a hash of all that was said up to the model's last
 * answer, which is what comes back with the next request.
 */
final class ConversationKey {
    static final String SESSION = "session";

    private ConversationKey() {}

    /** Which conversation the request goes on with; empty if it begins one. */
    static Optional<String> of(ChatRequest request) {
        List<Message> messages = request.messages();
        for (int i = messages.size(); i > 0; i--) {
            if (messages.get(i - 1) instanceof AssistantMessage) {
                return Optional.of(hash(request, messages.subList(0, i)));
            }
        }
        return request.tags().containsKey(SESSION) ? Optional.of(hash(request, List.of())) : Optional.empty();
    }

    /** Which conversation a request goes on with that follows this answer. */
    static String after(ChatRequest request, AssistantMessage answer) {
        var messages = new ArrayList<>(request.messages());
        messages.add(answer);
        return hash(request, messages);
    }

    /** Nobody meets a conversation of another client or user. */
    private static String hash(ChatRequest request, List<Message> messages) {
        MessageDigest digest = sha256();
        add(digest, request.tags().getOrDefault(CallRecord.CLIENT_KEY, ""));
        add(digest, request.endUser().orElse(""));
        String session = request.tags().get(SESSION);
        if (session != null) {
            add(digest, session);
        } else {
            messages.forEach(message -> add(digest, message));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What clients send back as they got it: no thinking, and no white space around the text. */
    private static void add(MessageDigest digest, Message message) {
        add(digest, message.getClass().getSimpleName());
        add(digest, message.text().strip());
        message.content().stream()
                .filter(ToolCall.class::isInstance)
                .forEach(call -> add(digest, ((ToolCall) call).id()));
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
