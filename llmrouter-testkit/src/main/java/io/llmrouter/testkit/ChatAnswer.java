package io.llmrouter.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Writes the answer to a chat request: at its pace, with its fault, streamed or in one piece. */
final class ChatAnswer {
    private ChatAnswer() {}

    static Ending write(Exchange exchange) throws IOException {
        Pace pace = exchange.answer().pace();
        if (exchange.fault().kind() == Fault.Kind.TRICKLE) {
            exchange.out().slice(1, exchange.fault().pause());
        } else {
            exchange.out().slice(pace.writeSize(), Duration.ZERO);
        }
        exchange.in().await(pace.after());
        Optional<Ending> replaced = new WholeFaults(exchange).happen();
        if (replaced.isPresent()) {
            return replaced.get();
        }
        return exchange.asked().stream() ? new StreamedAnswer(exchange).write() : new PlainAnswer(exchange).write();
    }
}
