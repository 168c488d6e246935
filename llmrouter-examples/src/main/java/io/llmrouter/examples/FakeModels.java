package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the fake provider answers where no key is set: what a model would say to the prompts of the examples. */
final class FakeModels {
    private static final List<String> IDS = List.of(
            "gpt-4o-mini",
            "gpt-4.1",
            "claude-haiku-4-5",
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            "anthropic.claude-3-sonnet-20240229-v1:0",
            "us.amazon.nova-lite-v1:0",
            "amazon.titan-text-express-v1",
            "meta/llama-3.1-8b-instruct",
            "meta/llama3-70b-instruct",
            "qwen/qwen2.5-7b-instruct");

    private static final Map<String, String> KNOWN = Map.of(
            "Explain CRDTs in one sentence.",
            "CRDTs are data types whose replicas can change on their own and still merge to the same state.",
            "Explain quantum computing.",
            "Quantum computers let amplitudes of many states interfere, so that wrong answers cancel out.",
            "What is the capital of France?",
            "Paris.",
            "What is the capital of Japan?",
            "Tokyo.",
            "What is the capital of Peru?",
            "Lima.",
            "What is the capital of Kenya?",
            "Nairobi.");

    private static final String ROUGHLY = "Roughly 400.";

    private FakeModels() {}

    static FakeProvider start() {
        FakeProvider fake = FakeProvider.start();
        IDS.forEach(id -> fake.respond(id, FakeModels::answer));
        return fake;
    }

    private static Answer answer(RecordedRequest received) {
        if (received.bodyText().contains("You check answers")) {
            boolean doubtful = received.bodyText().contains(ROUGHLY);
            return Answer.text("I have checked it. Verdict: " + (doubtful ? "incorrect" : "correct"));
        }
        if (received.bodyText().contains("What is 17 times 23?")) {
            return Answer.text(received.model().equals("gpt-4o-mini") ? ROUGHLY : "391.");
        }
        return received.request().map(FakeModels::answer).orElse(Answer.echo());
    }

    private static Answer answer(ChatRequest request) {
        Message last = request.messages().get(request.messages().size() - 1);
        if (last instanceof ToolMessage result) {
            return Answer.text("The weather service says: " + Content.textOf(result.content()) + ".");
        }
        if (!request.tools().isEmpty()) {
            return Answer.text("").toolCall("call_1", request.tools().get(0).name(), "{\"city\": \"Bonn\"}");
        }
        if (request.responseFormat()
                .filter(ResponseFormat.JsonSchema.class::isInstance)
                .isPresent()) {
            return Answer.text("{\"name\": \"Tokyo\", \"country\": \"Japan\", \"population\": 14000000}");
        }
        if (last.content().stream().anyMatch(Content.Image.class::isInstance)) {
            return Answer.text("A red circle on a white ground.");
        }
        if (last.text().contains("long story")) {
            return Answer.text("Once upon a time, and a very long time it was, ".repeat(50))
                    .between(Duration.ofMillis(20));
        }
        String known = KNOWN.get(last.text());
        return known == null ? Answer.echo() : Answer.text(known);
    }
}
