package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.terminal.Console;
import java.util.concurrent.CompletableFuture;

/** Writes the words of an answer as they come, in lines that fit; each piece is a word. */
final class LiveLine implements StreamingSink {
    private static final String INDENT = "  ";

    private final Console console;
    private final int width;
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    private int column = INDENT.length();

    LiveLine(Console console) {
        this.console = console;
        this.width = Math.min(console.width(), 100);
    }

    CompletableFuture<ChatResponse> whole() {
        return whole;
    }

    @Override
    public void onDelta(Delta delta) {
        if (delta instanceof Delta.Text text) {
            String piece = text.text().strip();
            if (column + 1 + piece.length() > width) {
                console.out().print("\n" + INDENT + piece);
                column = INDENT.length() + piece.length();
            } else {
                String blank = column == INDENT.length() ? "" : " ";
                console.out().print(blank + piece);
                column += blank.length() + piece.length();
            }
            console.out().flush();
        }
    }

    @Override
    public void onComplete(ChatResponse response) {
        console.out().println();
        whole.complete(response);
    }

    @Override
    public void onError(LlmRouterException error) {
        console.out().println();
        whole.completeExceptionally(error);
    }
}
