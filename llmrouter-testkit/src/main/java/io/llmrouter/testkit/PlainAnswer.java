package io.llmrouter.testkit;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** Writes an answer in one piece. */
final class PlainAnswer {
    private static final String JSON = "application/json";

    private final Exchange exchange;
    private final HttpWriter out;

    PlainAnswer(Exchange exchange) {
        this.exchange = exchange;
        this.out = exchange.out();
    }

    Ending write() throws IOException {
        Fault fault = exchange.fault();
        byte[] body = exchange.format().whole(exchange.response());
        if (fault.kind() == Fault.Kind.SILENCE_AFTER_HEADERS) {
            out.startSized(200, JSON, Map.of(), body.length);
            exchange.in().awaitLeaving();
        }
        exchange.in().await(exchange.answer().pace().firstToken());
        return switch (fault.kind()) {
            case DIE -> half(body, Ending.RESET);
            case CUT -> half(body, Ending.CLOSE);
            case STALL -> {
                Ending ending = half(body, Ending.CLOSE);
                exchange.in().awaitLeaving();
                yield ending;
            }
            case END, INVALID_JSON -> whole(Arrays.copyOf(body, body.length / 2));
            case ERROR_IN_STREAM -> {
                WireKind format = exchange.format().kind();
                yield whole(exchange.format().error(500, fault.code(format), fault.message(format)));
            }
            default -> whole(body);
        };
    }

    private Ending half(byte[] body, Ending ending) throws IOException {
        out.startSized(200, JSON, Map.of(), body.length);
        out.raw(Arrays.copyOf(body, body.length / 2));
        return ending;
    }

    private Ending whole(byte[] body) throws IOException {
        out.whole(200, JSON, Map.of(), body);
        exchange.recorded().chunkWritten();
        return Ending.KEEP_ALIVE;
    }
}
