package io.llmrouter.wire;

/**
 * A server-sent event.
 *
 * @param type the {@code event} field; empty if it had none
 * @param data the {@code data} lines, joined by newlines
 */
public record SseEvent(String type, String data) {}
