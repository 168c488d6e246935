package io.llmrouter.soak;

import io.llmrouter.soak.HttpConnection.Head;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges what came back: whole, a well-formed error, or something that should not be. */
final class Answers {
    private static final JsonMapper JSON = new JsonMapper();

    private final Book book;

    Answers(Book book) {
        this.book = book;
    }

    /** Judges an answer over HTTP, and notes it. */
    void judge(Case asked, boolean anthropic, Head head, String body) {
        try {
            if (head.status() != 200) {
                error(asked, head.status(), JSON.readTree(body));
            } else if (head.isEventStream()) {
                stream(asked, anthropic, head.headers().getOrDefault("x-llmrouter-model", ""), body);
            } else {
                String text = text(anthropic, JSON.readTree(body));
                whole(asked, text, head.headers().getOrDefault("x-llmrouter-model", ""));
            }
        } catch (JacksonException noJson) {
            book.broken("Not JSON: status " + head.status() + ", " + excerpt(body) + ", " + asked);
        }
    }

    private static String text(boolean anthropic, JsonNode answer) {
        return anthropic
                ? answer.at("/content/0/text").asString("")
                : answer.at("/choices/0/message/content").asString("");
    }

    void error(Case asked, int status, JsonNode body) {
        JsonNode error = body.path("error");
        if (error.path("message").asString("").isBlank()
                || error.path("type").asString("").isBlank()) {
            book.broken("An error without a message or a type: " + excerpt(body.toString()) + ", " + asked);
        }
        book.count("errors." + error.path("type").asString("") + " "
                + error.path("code").asString(""));
        if (status == 500 && !isOfProvider(error.path("message").asString(""))) {
            book.broken("An answer of status " + status + ": " + excerpt(body.toString()) + ", " + asked);
        }
        asked.error(status);
    }

    /** A provider's own 500 is passed on; one of the router's is a fault. */
    private static boolean isOfProvider(String message) {
        return message.startsWith("The provider") || message.contains("The fake provider answers");
    }

    void whole(Case asked, String text, String model) {
        asked.whole(model);
        if (!Texts.isWhole(asked.number, text)) {
            book.broken("Half an answer, or a wrong one, presented as whole: " + excerpt(text) + ", " + asked);
        }
    }

    private void stream(Case asked, boolean anthropic, String model, String body) {
        var text = new StringBuilder();
        boolean finished = false;
        boolean ended = false;
        for (String line : body.lines().toList()) {
            if (!line.startsWith("data:")) {
                continue;
            }
            String data = line.substring(5).strip();
            if (data.equals("[DONE]")) {
                ended = true;
                continue;
            }
            JsonNode event = JSON.readTree(data);
            if (event.has("error")) {
                error(asked, 0, event);
                if (finished || ended) {
                    book.broken("An error after a normal end: " + asked);
                }
                return;
            }
            text.append(event.at(anthropic ? "/delta/text" : "/choices/0/delta/content")
                    .asString(""));
            String finish = event.at(anthropic ? "/delta/stop_reason" : "/choices/0/finish_reason")
                    .asString("");
            finished |= !finish.isEmpty();
            ended |= event.path("type").asString("").equals("message_stop");
        }
        if (!finished || !ended) {
            book.broken("A stream that ends without an end or an error: " + excerpt(body) + ", " + asked);
        }
        whole(asked, text.toString(), model);
    }

    private static String excerpt(String text) {
        return text.length() <= 300 ? text : text.substring(0, 150) + " ... " + text.substring(text.length() - 150);
    }
}
