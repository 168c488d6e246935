package io.llmrouter.examples;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A batch of questions, at most two at a time: answers in order, the cost of all, and no failure that ends the rest. */
public final class Batch {
    private static final List<String> QUESTIONS = List.of(
            "What is the capital of France?",
            "What is the capital of Japan?",
            "What is the capital of Peru?",
            "What is the capital of Kenya?");

    private Batch() {}

    public static void main(String[] args) throws InterruptedException {
        ExecutorService twoAtATime = Executors.newFixedThreadPool(2);
        try (Router router = LlmRouter.load(Playground.file("batch.yaml"))) {
            List<Callable<ChatResponse>> calls = QUESTIONS.stream()
                    .<Callable<ChatResponse>>map(question -> () -> router.chat(question))
                    .toList();
            BigDecimal cost = BigDecimal.ZERO;
            for (Future<ChatResponse> call : twoAtATime.invokeAll(calls)) {
                try {
                    ChatResponse reply = call.get();
                    cost = cost.add(reply.routing().costIfKnown().orElseThrow()); // known, for the file has prices
                    System.out.println(reply.model() + ": " + reply.text());
                } catch (ExecutionException failed) {
                    System.out.println("failed: " + failed.getMessage());
                }
            }
            System.out.println("All together: $" + cost.toPlainString());
        } finally {
            twoAtATime.shutdown();
        }
    }
}
