package io.llmrouter.cli.infer;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.terminal.Texts;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/** Writes an answer's text as it comes. */
public final class LiveText implements StreamingSink {
    private final PrintWriter out;
    private final boolean terminal;
    private boolean begun;
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    /**
     * Creates a sink.
     *
     * @param terminal whether control characters must be left out
     */
    public LiveText(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** The whole answer, or its {@link LlmRouterException}. */
    public CompletableFuture<ChatResponse> whole() {
        return whole;
    }

    @Override
    public void onDelta(Delta delta) {
        if (delta instanceof Delta.Text text) {
            out.print(terminal ? Texts.printable(text.text()) : text.text());
            out.flush();
            begun = true;
        }
    }

    @Override
    public void onRestart() {
        endLine();
        out.println("[the answer starts anew]");
    }

    @Override
    public void onComplete(ChatResponse response) {
        endLine();
        whole.complete(response);
    }

    @Override
    public void onError(LlmRouterException error) {
        endLine();
        whole.completeExceptionally(error);
    }

    private void endLine() {
        if (begun) {
            out.println();
            out.flush();
        }
        begun = false;
    }
}
