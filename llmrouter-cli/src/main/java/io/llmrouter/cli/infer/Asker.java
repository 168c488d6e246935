package io.llmrouter.cli.infer;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.terminal.Console;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
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
 * @param explainer adds to the {@code routing_result} of a decision why it was taken
 */
public record Asker(
        Router router,
        Function<String, ChatRequest> request,
        Mode mode,
        Console console,
        boolean verbose,
        BiConsumer<RoutingDecision, ObjectNode> explainer) {
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
                case CHAT -> answered(text, router.chat(asked));
                case STREAM -> answered(text, streamed(asked));
                case ROUTE -> {
                    RoutingDecision decision = router.route(asked);
                    yield explained(Inference.decided(text, decision), decision);
                }
            };
        } catch (LlmRouterException failure) {
            if (mode == Mode.STREAM) {
                console.err().println("error: " + failure.getMessage());
            }
            return Inference.failed(text, failure, verbose);
        }
    }

    private ObjectNode answered(String text, ChatResponse response) {
        return explained(
                Inference.answered(router, text, response), response.routing().decision());
    }

    private ObjectNode explained(ObjectNode result, RoutingDecision decision) {
        if (result.path(Inference.DECISION) instanceof ObjectNode node) {
            explainer.accept(decision, node);
        }
        return result;
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
