package io.llmrouter.cli.infer;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.terminal.Console;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a router. Safe for concurrent use, but for {@link Mode#STREAM}.
 *
 * @param router who is asked
 * @param request makes the request for a query
 * @param mode how it is asked
 * @param console where a streamed answer goes
 * @param verbose whether results of failures have a stack trace
 */
public record Asker(Router router, Function<String, ChatRequest> request, Mode mode, Console console, boolean verbose) {
    /** How a router is asked. */
    public enum Mode {
        /** For the whole answer. */
        CHAT,
        /** For an answer that is shown as it comes. */
        STREAM,
        /** For its decision alone. */
        ROUTE
    }

    /** The result of a query; a failure is a result too. */
    public ObjectNode result(Query query) {
        String text = query.text();
        ObjectNode result = result(text);
        if (query.id() != null) {
            result.set("id", query.id());
        }
        return result;
    }

    private ObjectNode result(String text) {
        try {
            ChatRequest asked = request.apply(text);
            return switch (mode) {
                case CHAT -> Inference.answered(router, text, router.chat(asked));
                case STREAM -> Inference.answered(router, text, streamed(asked));
                case ROUTE -> Inference.decided(text, router.route(asked));
            };
        } catch (LlmRouterException failure) {
            if (mode == Mode.STREAM) {
                console.err().println("error: " + failure.getMessage());
            }
            return Inference.failed(text, failure, verbose);
        }
    }

    private ChatResponse streamed(ChatRequest asked) {
        var sink = new LiveText(console.out(), console.style().ansi());
        router.stream(asked, sink);
        try {
            ChatResponse response = sink.whole().join();
            console.err().println("[" + response.routing() + "]");
            return response;
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof LlmRouterException known) {
                throw known;
            }
            throw failure;
        }
    }
}
