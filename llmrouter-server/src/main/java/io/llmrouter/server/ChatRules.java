package io.llmrouter.server;

import io.llmrouter.api.CallOptions;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.TraceContext;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.StreamInterruptedException;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.server.ClientKeys.Client;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** What holds for every chat request, whichever way it came. */
final class ChatRules {
    private final ServerContext context;

    ChatRules(ServerContext context) {
        this.context = context;
    }

    /**
     * The request as the router is to get it.
     *
     * @throws Problem if the client may not make it
     */
    ChatRequest admitted(ChatRequest request, Client client, String requestId, @Nullable TraceContext trace) {
        check(client, request.model().orElse(Router.AUTO));
        var tags = new HashMap<>(request.tags());
        tags.put("request_id", requestId);
        tags.put(CallRecord.CLIENT_KEY, client.holder());
        ChatRequest.Builder admitted = request.toBuilder().tags(tags).trace(trace);
        CallOptions options = request.options();
        int priority = priority(options, client);
        if (priority != options.priorityOrUsual()) {
            admitted.options(options.withPriority(priority));
        }
        return admitted.build();
    }

    /** A client may want less than its key gives it, never more. */
    private static int priority(CallOptions wanted, Client client) {
        if (client == Client.ANYBODY) {
            return wanted.priorityOrUsual();
        }
        int most = client.key().priority();
        return wanted.priority() == null ? most : Math.min(wanted.priority(), most);
    }

    /**
     * Lets a client use a model.
     *
     * @throws Problem if it may not, or not now
     */
    void check(Client client, String model) {
        if (!client.mayUse(model)) {
            throw Problem.forbidden(
                    "model_not_allowed",
                    "This key may not use the model '" + (model.length() > 100 ? model.substring(0, 100) : model)
                            + "'. What it may use is configured under serve.keys.");
        }
        if (context.isStopping()) {
            throw Problem.stopping();
        }
    }

    /** Whether the answer begins with its model's name; never one that is to be parsed. */
    boolean showsPrefix(ChatRequest request) {
        return context.config().showModelPrefix()
                && request.responseFormat()
                        .filter(format -> !(format instanceof ResponseFormat.Text))
                        .isEmpty();
    }

    /** Why a stream ends whose client cannot be told to forget what it has got. */
    static LlmRouterException restartUntold() {
        return new StreamInterruptedException(
                ErrorFacts.because("The answer broke off, and the next model's began anew")
                        .help(
                                "Set resilience.recovery to continue or fail: these clients cannot be told to start over.")
                        .build(),
                0);
    }

    StreamingSink withPrefix(ChatRequest request, StreamingSink sink) {
        return showsPrefix(request) ? new PrefixSink(new ModelPrefix(context.router()), sink) : sink;
    }
}
