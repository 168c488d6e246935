package io.llmrouter.cli.chat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.infer.LiveText;
import io.llmrouter.cli.terminal.Console;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Takes line after line, and answers. */
public final class Chat {
    private final Router router;
    private final Session session;
    private final Commands commands;
    private final Console console;

    public Chat(Router router, Session session, Commands commands, Console console) {
        this.router = router;
        this.session = session;
        this.commands = commands;
        this.console = console;
    }

    /** Talks until the input ends or the user leaves; says how many lines failed. */
    public int talk(ChatInput input) {
        int failed = 0;
        while (!commands.left()) {
            Optional<String> line = input.next();
            if (line.isEmpty()) {
                break;
            }
            String text = line.get().strip();
            if (!text.isEmpty() && !done(text, input)) {
                failed++;
            }
        }
        return failed;
    }

    private boolean done(String line, ChatInput input) {
        if (!Commands.isCommand(line)) {
            return ask(line.startsWith("//") ? line.substring(1) : line, input);
        }
        String problem = commands.run(line);
        if (!problem.isEmpty()) {
            console.err().println("error: " + problem);
        }
        return problem.isEmpty();
    }

    private boolean ask(String question, ChatInput input) {
        ChatRequest request = session.request(question);
        var sink = new LiveText(console.out(), console.terminals().output());
        try {
            StreamHandle handle = router.stream(request, sink);
            ChatInput.Interruption ctrlC = input.onInterrupt(handle::cancel);
            ChatResponse response;
            try {
                response = sink.whole().join();
            } finally {
                ctrlC.close();
            }
            session.answered(question, response);
            tell(ReportLine.of(response.routing(), console.style()), input);
            return true;
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof LlmRouterException known) {
                return failed(known, input);
            }
            throw failure;
        } catch (LlmRouterException failure) {
            return failed(failure, input);
        }
    }

    private boolean failed(LlmRouterException failure, ChatInput input) {
        session.failed(failure);
        if (failure instanceof CancelledException) {
            tell("cancelled: this question is not part of the conversation", input);
        } else {
            console.err().println("error: " + failure.getMessage());
        }
        return false;
    }

    /** Where nobody types, the output is the answers alone. */
    private void tell(String line, ChatInput input) {
        if (input.isInteractive()) {
            console.out().println(console.style().dim("[" + line + "]"));
        } else {
            console.err().println("[" + line + "]");
        }
    }
}
