package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;
import java.util.concurrent.CountDownLatch;

/** An answer as it is written, and its end when nobody wants to read on. */
public final class StreamingWithCancellation {
    private StreamingWithCancellation() {}

    public static void main(String[] args) throws InterruptedException {
        try (Router router = LlmRouter.load(Playground.file("quick-start.yaml"))) {
            var printer = new Printer();
            StreamHandle call = router.stream(ChatRequest.of("Tell me a long story."), printer);
            printer.tenPieces.await();
            call.cancel(); // closes the socket: the provider stops writing, and counting
            printer.ended.await();
        }
    }

    private static final class Printer implements StreamingSink {
        final CountDownLatch tenPieces = new CountDownLatch(10);
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onDelta(Delta delta) {
            if (delta instanceof Delta.Text text) {
                System.out.print(text.text());
                tenPieces.countDown();
            }
        }

        @Override
        public void onComplete(ChatResponse response) {
            System.out.println("\n" + response.routing());
            end();
        }

        @Override
        public void onError(LlmRouterException error) {
            System.out.println(error instanceof CancelledException ? "\n(enough)" : "\n" + error.getMessage());
            end();
        }

        /** Exactly one of onComplete and onError is told: neither latch is waited for in vain. */
        private void end() {
            while (tenPieces.getCount() > 0) {
                tenPieces.countDown();
            }
            ended.countDown();
        }
    }
}
